import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumLanes, checksumText, LANES, mixInto } from './checksum.ts';

const anyWord = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const anyFour = fc.tuple(anyWord, anyWord, anyWord, anyWord);
type Four = [number, number, number, number];

function sumOf(entries: readonly Four[]): string {
  const lanes = new Int32Array(LANES);
  for (const entry of entries) mixInto(lanes, 1, ...entry);
  return checksumText(lanes);
}

describe('the checksum', () => {
  it('does not depend on order, and forgets what is taken out', () => {
    fc.assert(
      fc.property(fc.array(anyFour), anyFour, (entries, extra) => {
        expect(sumOf(entries.toReversed())).toBe(sumOf(entries));
        const lanes = checksumLanes(sumOf([extra, ...entries]));
        mixInto(lanes, -1, ...extra);
        expect(checksumText(lanes)).toBe(sumOf(entries));
      }),
    );
  });

  it('sees every single bit of an entry', () => {
    fc.assert(
      fc.property(anyFour, fc.nat({ max: 3 }), fc.nat({ max: 31 }), (entry, word, bit) => {
        const other: Four = [...entry];
        other[word]! ^= 1 << bit;
        expect(sumOf([other])).not.toBe(sumOf([entry]));
      }),
    );
  });

  it('sees two cards change their status with each other', () => {
    fc.assert(
      fc.property(anyFour, anyFour, ([h1, l1, s1, d1], [h2, l2, s2, d2]) => {
        fc.pre((h1 !== h2 || l1 !== l2) && (s1 !== s2 || d1 !== d2));
        expect(
          sumOf([
            [h1, l1, s2, d2],
            [h2, l2, s1, d1],
          ]),
        ).not.toBe(
          sumOf([
            [h1, l1, s1, d1],
            [h2, l2, s2, d2],
          ]),
        );
      }),
    );
  });
});
