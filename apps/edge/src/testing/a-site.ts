/** A small building site for tests: two turnstiles with a sensor, one door without, a handful of cards. */
import { buildIndex, type CardIndex, cardEntry, digestKey, digestOf } from '@portvakt/card-index';
import {
  type CardStatus,
  type Credential,
  canonicalBytes,
  credentialOf,
  dayNumber,
  defaultPolicy,
  type Gate,
  type HolderId,
  type Id,
  idOf,
  type Kind,
  type Language,
  type Site,
  type SitePolicy,
} from '@portvakt/domain';
import type { RosterPlace } from '../gate/tap/judge.ts';

export const testId = <K extends Kind>(kind: K, n: number): Id<K> =>
  idOf(kind, `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`);

export const OWNER = testId('owner', 1);
export const SITE = testId('site', 1);
export const AGENT = testId('agent', 1);
export const OUTSIDE = testId('zone', 1);
export const INSIDE = testId('zone', 2);
/** 2026-11-20 07:30 in Oslo. */
export const MORNING = Date.UTC(2026, 10, 20, 6, 30);
export const TODAY = dayNumber('2026-11-20');

/** Gate n has reader 2n on the way in and 2n + 1 on the way out. */
export const READER_IN = testId('reader', 2);
export const READER_OUT = testId('reader', 3);
export const DOOR_IN = testId('reader', 6);
export const DOOR_OUT = testId('reader', 7);

function gateOf(n: number, plate: string, evidence: Gate['evidence']): Gate {
  const reader = (id: number, name: string) => [{ id: testId('reader', id), name }];
  return {
    id: testId('gate', n),
    plate,
    name: `Port ${n}`,
    evidence,
    portals: [
      { id: testId('portal', 2 * n), direction: 'in', from: OUTSIDE, to: INSIDE, readers: reader(2 * n, 'inn') },
      { id: testId('portal', 2 * n + 1), direction: 'out', from: INSIDE, to: OUTSIDE, readers: reader(2 * n + 1, 'ut') },
    ],
  };
}

export function aSite(policy: Partial<SitePolicy> = {}): Site {
  return {
    id: SITE,
    owner: OWNER,
    code: 'fjordbyen-b4',
    name: 'Fjordbyen B4',
    address: 'Kaigata 1, 0150 Oslo',
    client: testId('enterprise', 1),
    listKeeper: undefined,
    zones: [
      { id: OUTSIDE, name: 'Ute', outside: true },
      { id: INSIDE, name: 'Plassen', outside: false },
    ],
    gates: [gateOf(1, 'P1', 'sensed'), gateOf(2, 'P2', 'sensed'), gateOf(3, 'D1', 'assumed')],
    policy: { ...defaultPolicy, ...policy },
  };
}

export const KEY_BYTES = Uint8Array.from({ length: 16 }, (_, i) => 7 * i + 1);
export const DIGEST_KEY = digestKey(testId('key', 1), KEY_BYTES);

/** The card of person n, as an EM4100 reader reads it. */
export const cardOf = (n: number): Credential => credentialOf('em4100', `ab${n.toString(16).padStart(8, '0')}`);

export const holderOf = (n: number): HolderId => testId('holder', n);

const spoken: readonly Language[] = ['nb', 'pl', 'lt', 'ro', 'en', 'nn'];
export const personAt = (slot: number): RosterPlace => ({
  holder: testId('holder', slot),
  card: testId('card', slot),
  language: spoken[slot % spoken.length]!,
});

const good: CardStatus = {
  type: 'construction',
  blocked: false,
  lost: false,
  registers: 'fulfilled',
  fromDay: TODAY - 100,
  untilDay: TODAY + 300,
  endsWith: 'card',
};

/** Cards 1 to `count`, each at its own slot, with what is said of some of them. */
export function anIndex(
  count: number,
  version = 1,
  differing: Readonly<Record<number, Partial<CardStatus>>> = {},
  lineage = testId('lineage', 1),
): CardIndex {
  const entries = Array.from({ length: count }, (_, i) => {
    const n = i + 1;
    return cardEntry(digestOf(DIGEST_KEY, canonicalBytes(cardOf(n))), { ...good, ...differing[n] }, n);
  });
  return buildIndex({ lineage, version, issuedAt: MORNING - 3_600_000, key: DIGEST_KEY }, entries);
}
