import { canonicalBytes, credentialOf } from '@portvakt/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildIndex, type CardIndex } from './card-index.ts';
import { applyDelta, applyDeltaInSteps } from './delta/apply-delta.ts';
import { cardDelta, diffEntries } from './delta/card-delta.ts';
import { digestOf } from './digest/digest-key.ts';
import { encodeDelta, encodeSnapshot } from './list/encode-list.ts';
import { readList } from './list/read-list.ts';
import { ambiguousEntry, type CardEntry, cardEntry } from './table/card-entry.ts';
import { anyDigest, anyEntry, indexOf, key, lineage, plainStatus, readerWith, scope, sign } from './testing/lists.ts';

const origin = { lineage, version: 1, issuedAt: 1, key };
const idOfEntry = ({ high, low }: { high: number; low: number }) => `${high},${low}`;

function expectSame(index: CardIndex, model: ReadonlyMap<string, CardEntry>): void {
  const fresh = buildIndex({ ...origin, version: index.version }, model.values());
  expect(index.size).toBe(model.size);
  expect(index.checksum).toBe(fresh.checksum);
  expect(new Map([...index.entries()].map((entry) => [idOfEntry(entry), entry]))).toEqual(new Map(model));
  for (const entry of model.values()) {
    const at = index.find(entry.high, entry.low);
    expect([index.statusWord(at), index.holderWord(at)]).toEqual([entry.status, entry.holder]);
  }
}

describe('lookup', () => {
  const card = credentialOf('iso14443a', '04A1B2C3D4E5F6');
  const cut = credentialOf('wiegand', '8A1B2C');
  const index = buildIndex(origin, [
    cardEntry(digestOf(key, canonicalBytes(card)), plainStatus, 7),
    ambiguousEntry(digestOf(key, canonicalBytes(cut))),
  ]);

  it('gives status and slot of a card that is listed', () => {
    expect(index.lookup(card)).toEqual({ status: plainStatus, slot: 7 });
  });

  it('does not know another technology with the same bits', () => {
    expect(index.lookup(credentialOf('osdp_raw', card.bits))).toBe('unknown');
  });

  it('does not choose among several cards', () => {
    expect(index.lookup(cut)).toBe('ambiguous');
  });

  it('finds nothing in an empty list', () => {
    expect(buildIndex(origin, []).lookup(card)).toBe('unknown');
  });
});

describe('an index', () => {
  it('keeps the last entry of a digest and grows from an iterable of unknown length', () => {
    const first = indexOf(1000);
    const again = buildIndex(
      origin,
      (function* () {
        for (const entry of first.entries()) yield { ...entry, status: 1 };
        yield* first.entries();
      })(),
    );
    expect([again.size, again.checksum]).toEqual([1000, first.checksum]);
  });

  it('answers as a map would after any history of deltas, and as its snapshot', () => {
    const anyChange = fc.record({
      upserts: fc.array(anyEntry, { maxLength: 30 }),
      drop: fc.array(fc.nat(), { maxLength: 12 }),
      absent: fc.array(anyDigest, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 80 }), fc.array(anyChange, { maxLength: 12 }), (first, changes) => {
        const model = new Map(first.map((entry) => [idOfEntry(entry), entry]));
        let index = buildIndex(origin, first);
        let edge = index;
        for (const change of changes) {
          const upserts = new Map(change.upserts.map((entry) => [idOfEntry(entry), entry]));
          const present = [...model.values()];
          const picked = present.length === 0 ? [] : change.drop.map((n) => present[n % present.length]!);
          const removals = new Map([...picked, ...change.absent].filter((d) => !upserts.has(idOfEntry(d))).map((d) => [idOfEntry(d), d]));
          for (const id of removals.keys()) model.delete(id);
          for (const [id, entry] of upserts) model.set(id, entry);

          const before = index;
          const checksumBefore = before.checksum;
          const delta = cardDelta([...upserts.values()], [...removals.values()]);
          index = applyDelta(before, delta, { version: before.version + 1, issuedAt: 2 });
          expectSame(index, model);
          expect(buildIndex(origin, before.entries()).checksum).toBe(checksumBefore); // the one before still stands whole

          const read = readList(encodeDelta({ ...scope, before, after: index, delta }, sign), readerWith({ current: edge }));
          if (!read.ok) throw new Error(read.refusal);
          edge = read.index;
        }
        expectSame(edge, model);
        const snapshot = encodeSnapshot({ ...scope, index }, sign);
        expect(Buffer.compare(encodeSnapshot({ ...scope, index: edge }, sign), snapshot)).toBe(0); // bit for bit, whatever the history
        const read = readList(snapshot, readerWith({ current: edge }));
        if (!read.ok) throw new Error(read.refusal);
        expectSame(read.index, model);
      }),
      { numRuns: 40 },
    );
  });

  it('follows a large list that grows and shrinks', () => {
    const all = [...indexOf(20_000).entries()];
    let index = buildIndex(origin, all.slice(0, 2000));
    for (const [from, until] of [
      [0, 12_000],
      [5000, 20_000],
      [19_000, 19_100],
      [0, 0],
    ] as const) {
      const wanted = all.slice(from, until);
      index = applyDelta(index, diffEntries(index.entries(), wanted), { version: index.version + 1, issuedAt: 3 });
      expectSame(index, new Map(wanted.map((entry) => [idOfEntry(entry), entry])));
    }
  });

  it('takes a delta in bounded steps', () => {
    const index = indexOf(30_000);
    const delta = diffEntries(
      index.entries(),
      [...index.entries()].map((entry, i) => (i % 3 === 0 ? { ...entry, status: 5 } : entry)),
    );
    const steps = applyDeltaInSteps(index, delta, { version: 2, issuedAt: 2 });
    let yields = 0;
    for (let step = steps.next(); !step.done; step = steps.next()) yields += 1;
    expect(yields).toBeGreaterThanOrEqual(10_000 / 1024);
  });
});

describe('a delta', () => {
  it('never says two things of one digest', () => {
    const [entry] = [...indexOf(1).entries()];
    expect(() => cardDelta([entry!], [entry!])).toThrow(RangeError);
    expect(() => cardDelta([entry!, { ...entry!, status: 1 }], [])).toThrow(RangeError);
  });

  it('is empty between equal lists', () => {
    expect(diffEntries(indexOf(50).entries(), indexOf(50).entries())).toEqual({ upserts: new Int32Array(0), removals: new Int32Array(0) });
  });
});
