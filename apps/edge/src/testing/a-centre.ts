/** The centre's hand in tests: keys, and papers signed and sealed as it signs and seals them. */
import { type CardIndex, diffEntries, encodeDelta, encodeSnapshot } from '@portvakt/card-index';
import type { AgentId, Site } from '@portvakt/domain';
import { type AccountsList, type CommandOrder, type EquipmentWiring, PROTOCOL_VERSION, type RosterPeople } from '@portvakt/protocol';
import { makeSealingKey, makeSigningKey, type SignedText, seal, signBytes, signText } from '@portvakt/trust';
import type { Identity } from '../state/identity.ts';
import { AGENT, aSite, DIGEST_KEY, KEY_BYTES, MORNING, OWNER, personAt, SITE, testId } from './a-site.ts';

export interface ACentre {
  readonly me: Identity;
  siteConfig(version: number, equipment?: readonly EquipmentWiring[], site?: Site): SignedText;
  roster(version: number, people: RosterPeople, deleteAfterMs?: number): SignedText;
  accounts(version: number, accounts: AccountsList, validUntilMs?: number): SignedText;
  listKey(): SignedText;
  snapshot(index: CardIndex): Uint8Array;
  delta(before: CardIndex, after: CardIndex): Uint8Array;
  command(
    n: number,
    order: CommandOrder,
    options?: { readonly issuedMs?: number; readonly livesMs?: number; readonly nonce?: string; readonly agent?: AgentId },
  ): SignedText;
}

export function aCentre(agent: AgentId = AGENT, own = { signing: makeSigningKey(), sealing: makeSealingKey() }): ACentre {
  const site = { signing: makeSigningKey(), sealing: makeSealingKey() };
  const me: Identity = {
    v: 1,
    agent,
    owner: OWNER,
    site: SITE,
    name: 'Boks 1',
    epoch: 1,
    ...own,
    centre: { signingKey: site.signing.publicKey, sealingKey: site.sealing.publicKey },
  };
  const address = { owner: OWNER, site: SITE, agent };
  const iso = (ms: number) => new Date(ms).toISOString();
  const head = (version: number) => ({ protocol: PROTOCOL_VERSION, ...address, version, issuedAt: iso(MORNING) });
  const sealed = (purpose: Parameters<typeof seal>[0], value: unknown) =>
    seal(purpose, Buffer.from(JSON.stringify(value)), own.sealing.publicKey);
  const signed = (purpose: Parameters<typeof signText>[0], payload: unknown) =>
    signText(purpose, JSON.stringify(payload), site.signing.privateKey);
  const sign = (bytes: Uint8Array) => Buffer.from(signBytes('card-status', bytes, site.signing.privateKey), 'base64url');
  return {
    me,
    siteConfig: (version, equipment = [], description = aSite()) =>
      signed('site-config', { kind: 'site-config', ...head(version), description, equipment }),
    roster: (version, people, deleteAfterMs = MORNING + 30 * 86_400_000) =>
      signed('roster', { kind: 'roster', ...head(version), deleteAfter: iso(deleteAfterMs), sealed: sealed('roster', people) }),
    accounts: (version, accounts, validUntilMs = MORNING + 7 * 86_400_000) =>
      signed('accounts', { kind: 'accounts', ...head(version), validUntil: iso(validUntilMs), sealed: sealed('accounts', accounts) }),
    listKey: () =>
      signed('card-status', {
        kind: 'list-key',
        ...head(1),
        key: DIGEST_KEY.id,
        sealed: seal('list-key', KEY_BYTES, own.sealing.publicKey),
      }),
    snapshot: (index) => encodeSnapshot({ ...address, index }, sign),
    delta: (before, after) => encodeDelta({ ...address, before, after, delta: diffEntries(before.entries(), after.entries()) }, sign),
    command: (n, order, { issuedMs = MORNING, livesMs = 10_000, nonce = `nonce-of-command-${n}`, agent: to = agent } = {}) =>
      signed('command', {
        kind: 'command',
        protocol: PROTOCOL_VERSION,
        ...address,
        agent: to,
        command: testId('command', n),
        nonce,
        issuedAt: iso(issuedMs),
        expiresAt: iso(issuedMs + livesMs),
        order,
      }),
  };
}

/** People 1 to `count`, each with a card at the slot of the same number, all of one enterprise. */
export function rosterOf(count: number): RosterPeople {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const employer = testId('enterprise', 2);
  return {
    slots: numbers.map((n) => [n, personAt(n).holder, personAt(n).card]),
    holders: numbers.map((n) => ({
      id: personAt(n).holder,
      givenName: `Fornavn${n}`,
      familyName: `Etternavn${n}`,
      bornOn: '1990-01-02',
      language: personAt(n).language,
    })),
    enterprises: [
      { id: testId('enterprise', 1), name: 'Eksempel Byggherre KF', orgNumber: '123456785', soleProprietor: false },
      { id: employer, name: 'Eksempel Betong AS', orgNumber: '974760673', soleProprietor: false },
    ],
    cards: numbers.map((n) => ({
      id: personAt(n).card,
      holder: personAt(n).holder,
      employer,
      type: 'construction',
      number: String(7_000_000 + n),
      lastValidOn: '2027-06-01',
      blocked: false,
    })),
    engagements: numbers.map((n) => ({
      id: testId('engagement', n),
      holder: personAt(n).holder,
      employer,
      hirer: null,
      validFrom: '2026-01-01',
      validUntil: null,
      card: personAt(n).card,
      proof: null,
      proofSince: null,
    })),
    check: null,
  };
}
