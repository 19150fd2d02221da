/** A site with people, and what an agent there tells: the smallest that every store has something of. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Card, CardHolder, Engagement, Enterprise, OrgNumber, Passage, Scope, Site, TapFact } from '@portvakt/domain';
import { defaultPolicy } from '@portvakt/domain';
import type { Agent, Ingest, SiteKeys, StoredCommand } from '@portvakt/ports';
import { freshFolder } from './fresh-folder.ts';

export const scope: Scope = { owner: 'own_1', site: 'sit_1' };
export const otherScope: Scope = { owner: 'own_2', site: 'sit_2' };

export const freshUrl = (): string => pathToFileURL(join(freshFolder(), 'centre.db')).href;

export const site: Site = {
  id: scope.site,
  owner: scope.owner,
  code: 'kvartal-17',
  name: 'Kvartal 17 – Bjørvika',
  address: 'Dronning Eufemias gate 1, 0191 Oslo',
  client: 'ent_client',
  listKeeper: undefined,
  zones: [
    { id: 'zon_out', name: 'Ute', outside: true },
    { id: 'zon_in', name: 'Inne', outside: false },
  ],
  gates: [],
  policy: defaultPolicy,
};

export const keys: SiteKeys = {
  signing: { publicKey: 'a', privateKey: 'b' },
  sealing: { publicKey: 'c', privateKey: 'd' },
  digest: { id: 'key_1', key: '0'.repeat(32) },
};

export const enterprise = (id: Enterprise['id'], name = 'Øyvind & Sønn AS'): Enterprise => ({
  id,
  name,
  orgNumber: '974760673' as OrgNumber, // a real number's form; branded only by its reader
  soleProprietor: false,
});

export const holder = (id: CardHolder['id'], familyName = 'Łukasz'): CardHolder => ({
  id,
  givenName: 'Åse',
  familyName,
  bornOn: '1990-02-28',
  language: 'pl',
});

export const card = (id: Card['id'], of: CardHolder['id']): Card => ({
  id,
  holder: of,
  employer: 'ent_1',
  type: 'construction',
  number: { printed: '01234567', normal: '1234567' },
  issuedOn: '2026-01-02',
  printedExpiryOn: undefined,
  registers: [{ register: 'aa_registeret', status: 'fulfilled', fetchedAt: '2026-11-20T05:00:00Z' }],
  lostOn: undefined,
  blocked: undefined,
});

export const engagement = (id: Engagement['id'], of: CardHolder['id'], supersedes?: Engagement['id']): Engagement => ({
  id,
  holder: of,
  employer: 'ent_1',
  hirer: undefined,
  validFrom: '2026-11-01',
  validUntil: undefined,
  evidence: { kind: 'card', card: 'crd_1' },
  recordedAt: '2026-11-01T06:00:00Z',
  supersedes,
  author: 'acc_1',
  reason: supersedes && 'wrong employer',
});

export const agent: Agent = {
  id: 'agt_1',
  scope,
  name: 'Gate box',
  signingKey: 's',
  sealingKey: 'x',
  epoch: 0,
  enrolledAt: '2026-11-20T05:00:00Z',
  lastHeardAt: undefined,
  status: undefined,
};

export const command = (id: StoredCommand['id']): StoredCommand => ({
  id,
  scope,
  agent: agent.id,
  kind: 'open',
  payload: '{"gate":"gat_1"}',
  signature: 'sig',
  expiresAt: '2026-11-20T06:00:10+01:00',
  createdAt: '2026-11-20T05:00:00Z',
  createdBy: 'acc_1',
  outcome: undefined,
  outcomeAt: undefined,
});

const hashOf = (sequence: number) => sequence.toString(16).padStart(64, '0');

export const entryAt = (sequence: number): Ingest['entries'][number] => ({
  epoch: 1,
  sequence,
  kind: 'tap',
  occurredMs: 1_000 * sequence,
  envelope: `{"sequence":${sequence},"text":"Æøå 🦺"}`,
  hash: hashOf(sequence),
  personal: `{"holder":"hld_${sequence % 3}"}`,
  salt: 'AAAA',
});

export const tapAt = (sequence: number, more: Partial<TapFact> = {}): Ingest['taps'][number] => ({
  key: { agent: agent.id, epoch: 1, sequence },
  tap: `tap_${sequence}`,
  occurredMs: 1_000 * sequence,
  gate: 'gat_1',
  reader: 'rdr_1',
  direction: 'in',
  decision: { kind: 'granted', notices: ['list_is_old'], overridden: undefined, basis: { lineage: 'lin_1', version: 3, ageS: 9 } },
  holder: sequence % 4 === 0 ? undefined : `hld_${sequence % 3}`,
  card: sequence % 4 === 0 ? undefined : 'crd_1',
  sealed: sequence % 4 === 0 ? 'box' : undefined,
  ...more,
});

export const passageAt = (sequence: number, more: Partial<Passage> = {}): Passage => ({
  key: { agent: agent.id, epoch: 1, sequence },
  occurredMs: 1_000 * sequence,
  holder: `hld_${sequence % 3}`,
  card: 'crd_1',
  gate: 'gat_1',
  portal: 'ptl_1',
  direction: 'in',
  from: 'zon_out',
  to: 'zon_in',
  evidence: 'sensed',
  told: 'gate',
  tap: `tap_${sequence}`,
  ...more,
});

/** Entries `first` to `last`, each with a tap, every second with a passage. */
export function batch(first: number, last: number, more: Partial<Ingest> = {}): Ingest {
  const sequences = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return {
    scope,
    agent: agent.id,
    epoch: 1,
    receivedAt: '2026-11-20T05:00:01Z',
    entries: sequences.map(entryAt),
    taps: sequences.map((sequence) => tapAt(sequence)),
    passages: sequences.filter((sequence) => sequence % 2 === 0).map((sequence) => passageAt(sequence)),
    readers: [{ reader: 'rdr_1', state: last % 2 === 0 ? 'online' : 'offline', changedMs: 1_000 * last, lastHeardMs: undefined }],
    quarantined: [],
    outcomes: [],
    ...more,
  };
}
