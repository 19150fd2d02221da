import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDigest } from '../testing/lists.ts';
import { type EntryTable, emptyTable, findEntry, homeOf, putEntry, removeEntry } from './entry-table.ts';
import { layOut, STEP_ENTRIES } from './lay-out.ts';
import { runToEnd } from './run-to-end.ts';

const HOLDER = 4; // any word that is an entry's
const put = (table: EntryTable, high: number, low: number, status = 0) => putEntry(table, high, low, status, HOLDER);
const find = (table: EntryTable, high: number, low: number) => findEntry(table.words, table.homes, high, low);

describe('the table', () => {
  it('scales every high word to a home, keeping the order', () => {
    for (const homes of [1, 2, 3, 1000, 1_449_276, 2 ** 25]) {
      expect(homeOf(homes, -(2 ** 31))).toBe(0);
      expect(homeOf(homes, 2 ** 31 - 1)).toBe((homes - 1) * 4);
    }
    const anyHigh = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(anyHigh, anyHigh, (a, b) => {
        expect(homeOf(977, Math.min(a, b))).toBeLessThanOrEqual(homeOf(977, Math.max(a, b)));
      }),
    );
  });

  it('finds all of a run that shares one home, and nothing between them', () => {
    const table = emptyTable(100);
    for (let low = 60; low > 0; low -= 2) expect(put(table, 12_345, low, low)).toBe(true);
    for (let low = 60; low > 0; low -= 2) {
      expect(table.words[find(table, 12_345, low) + 2]).toBe(low);
      expect(find(table, 12_345, low - 1)).toBe(-1);
    }
    expect(find(table, 12_344, 2)).toBe(-1);
    expect(find(table, 12_346, 2)).toBe(-1);
  });

  it('keeps the greatest digests in the tail and says so when it overruns', () => {
    const table = emptyTable(10);
    let fit = 0;
    while (put(table, 2 ** 31 - 1, fit)) fit += 1;
    expect(fit).toBe(64 + 1); // the last home and the tail; the last place stays empty
    for (let low = 0; low < fit; low += 1) expect(find(table, 2 ** 31 - 1, low)).not.toBe(-1);
    expect(find(table, 2 ** 31 - 1, fit)).toBe(-1);
    for (let low = 0; low < fit; low += 1) expect(removeEntry(table, 2 ** 31 - 1, low)).toBe(true);
    expect(table).toEqual(emptyTable(10));
  });

  it('ends up the same whatever the order of writing and taking out, and as laid out in one pass', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyDigest, { maxLength: 40, selector: (d) => `${d.high},${d.low}` }),
        fc.array(anyDigest, { maxLength: 20 }),
        (digests, passing) => {
          const forth = emptyTable(64);
          for (const { high, low } of digests) put(forth, high, low);
          const back = emptyTable(64);
          for (const { high, low } of passing) put(back, high, low, 9);
          for (const { high, low } of digests.toReversed()) put(back, high, low);
          const kept = new Set(digests.map((d) => `${d.high},${d.low}`));
          for (const { high, low } of passing) if (!kept.has(`${high},${low}`)) removeEntry(back, high, low);
          expect(back).toEqual(forth);
          expect(runToEnd(layOut(forth.words, 64))).toEqual(forth);
        },
      ),
    );
  });

  it('lays out a crowd at the end with a longer tail', () => {
    const crowd = Int32Array.from(Array.from({ length: 200 }, (_, low) => [2 ** 31 - 1, low, 0, HOLDER]).flat());
    const table = runToEnd(layOut(crowd, 200))!;
    expect(table.size).toBe(200);
    for (let low = 0; low < 200; low += 1) expect(find(table, 2 ** 31 - 1, low)).not.toBe(-1);
  });

  it('refuses to lay out what is not in order or no entry', () => {
    expect(runToEnd(layOut(Int32Array.of(1, 0, 0, HOLDER, 0, 0, 0, HOLDER), 2))).toBeUndefined();
    expect(runToEnd(layOut(Int32Array.of(1, 0, 0, HOLDER, 1, 0, 0, HOLDER), 2))).toBeUndefined();
    expect(runToEnd(layOut(Int32Array.of(1, 0, 0, 1), 1))).toBeUndefined();
  });

  it('gives way between steps', () => {
    const entries = Int32Array.from({ length: STEP_ENTRIES * 3 * 4 }, (_, i) =>
      i % 4 === 3 ? HOLDER : i % 4 === 0 ? i * 43_000 - 2 ** 31 : 0,
    );
    const steps = layOut(entries, STEP_ENTRIES * 3);
    let yields = 0;
    while (!steps.next().done) yields += 1;
    expect(yields).toBe(2);
  });
});
