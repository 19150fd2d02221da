/** What the tests of lists share: a site with its ids and keys, cards, and a signature that is quick and breaks as a real one does. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type AgentId, type CardStatus, idOf, type LineageId, type OwnerId, type SiteId } from '@portvakt/domain';
import fc from 'fast-check';
import { buildIndex, type CardIndex } from '../card-index.ts';
import { digestKey } from '../digest/digest-key.ts';
import type { ListReader } from '../list/read-list.ts';
import { type CardEntry, cardEntry, SLOT_MAX } from '../table/card-entry.ts';

/** A uuidv7 whose order follows the number. */
export const uuid = (number: number) => `01926a00-${number.toString(16).padStart(4, '0')}-7000-8000-000000000001`;

export const owner: OwnerId = idOf('owner', uuid(1));
export const site: SiteId = idOf('site', uuid(2));
export const agent: AgentId = idOf('agent', uuid(3));
export const lineage: LineageId = idOf('lineage', uuid(4));
export const scope = { owner, site, agent };
export const key = digestKey(
  idOf('key', uuid(5)),
  Uint8Array.from({ length: 16 }, (_, i) => i),
);

/** Sixty-four bytes that nobody makes without the secret. */
export const sign = (bytes: Uint8Array) => createHmac('sha512', 'the centre').update(bytes).digest();
export const verify = (bytes: Uint8Array, signature: Uint8Array) => signature.length === 64 && timingSafeEqual(sign(bytes), signature);

export const readerWith = (other: Partial<ListReader> = {}): ListReader => ({ ...scope, digestKey: key, verify, ...other });

export const anyStatus: fc.Arbitrary<CardStatus> = fc.record({
  type: fc.constantFrom('construction', 'cleaning', 'car_care', 'goods_transport', 'site'),
  blocked: fc.boolean(),
  lost: fc.boolean(),
  registers: fc.constantFrom('fulfilled', 'unclear', 'not_fulfilled'),
  fromDay: fc.integer({ min: 0, max: 65_535 }),
  untilDay: fc.integer({ min: 0, max: 65_535 }),
  endsWith: fc.constantFrom('card', 'engagement'),
});

export const anySlot = fc.integer({ min: 0, max: SLOT_MAX });
const anyWord = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

/** Digests that meet: few high words, some of them the lowest and the highest there are, so that runs form and reach the end of the table. */
const crowded = fc.constantFrom(-(2 ** 31), -1, 0, 1, 2 ** 31 - 2, 2 ** 31 - 1);
export const anyDigest = fc.oneof(
  fc.record({ high: anyWord, low: anyWord }),
  fc.record({ high: crowded, low: fc.integer({ min: -3, max: 3 }) }),
  fc.record({ high: fc.integer({ min: 2 ** 31 - 40, max: 2 ** 31 - 1 }), low: crowded }),
);

export const anyEntry: fc.Arbitrary<CardEntry> = fc
  .tuple(anyDigest, anyStatus, anySlot)
  .map(([digest, status, slot]) => cardEntry(digest, status, slot));

/** Version 1 of a list with this many cards, the same ones every time. */
export function indexOf(count: number, version = 1): CardIndex {
  const entries = Array.from({ length: count }, (_, i) =>
    cardEntry({ high: Math.imul(i + 1, 0x9e37_79b1), low: Math.imul(i + 7, 0x85eb_ca6b) }, plainStatus, i),
  );
  return buildIndex({ lineage, version, issuedAt: 1_760_000_000_000, key }, entries);
}

export const plainStatus: CardStatus = {
  type: 'construction',
  blocked: false,
  lost: false,
  registers: 'fulfilled',
  fromDay: 20_000,
  untilDay: 20_700,
  endsWith: 'card',
};
