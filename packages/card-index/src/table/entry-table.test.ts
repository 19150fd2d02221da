import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDigest } from '../testing/lists.ts';
import { adoptTable } from './adopt-table.ts';
import { EMPTY, type EntryTable, emptyTable, findEntry, homeOf, putEntry, removeEntry } from './entry-table.ts';
import { layOut, STEP_PLACES } from './lay-out.ts';
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
          expect(runToEnd(layOut(forth, 64))).toEqual(forth);
          expect(runToEnd(adoptTable(forth.words, forth.homes))).toEqual(forth);
        },
      ),
    );
  });

  it('lays out a crowd at the end with a longer tail', () => {
    const table = emptyTable(400);
    for (let low = 0; low < 64; low += 1) put(table, 2 ** 31 - 1, low);
    for (let high = 0; high < 40; high += 1) put(table, 2 ** 31 - 2 - high, 0);
    expect(table.size).toBeLessThan(104);
    const longer = runToEnd(layOut(table, 400, []));
    for (let low = 64; low < 200; low += 1) expect(put(longer, 2 ** 31 - 1, low)).toBe(true);
    const again = runToEnd(layOut(longer, longer.size));
    expect(again.size).toBe(longer.size);
    for (let low = 0; low < 200; low += 1) expect(find(again, 2 ** 31 - 1, low)).not.toBe(-1);
  });

  it('gives way between steps', () => {
    const table = emptyTable(STEP_PLACES * 3);
    let yields = 0;
    for (const steps = layOut(table, 10); !steps.next().done; ) yields += 1;
    expect(yields).toBeGreaterThanOrEqual(3);
  });
});

describe('a table from outside', () => {
  const sound = () => {
    const table = emptyTable(4);
    for (const high of [-(2 ** 31), -5, -4, -3, 2 ** 31 - 1]) put(table, high, 1, 7);
    return table;
  };
  const adopted = (change: (words: Int32Array) => void) => {
    const { words, homes } = sound();
    change(words);
    return runToEnd(adoptTable(words, homes));
  };
  const at = (high: number) => find(sound(), high, 1);

  it('is taken as it is', () => {
    expect(adopted(() => {})).toEqual(sound());
  });

  it.each<[string, (words: Int32Array) => void]>([
    ['two entries change places', (w) => w.set([...w.slice(at(-4), at(-4) + 4), ...w.slice(at(-5), at(-5) + 4)], at(-5))],
    ['a digest stands twice', (w) => w.copyWithin(at(-4), at(-5), at(-5) + 4)],
    ['an entry stands before its home', (w) => w.copyWithin(at(-5) - 4, at(-5), at(-3) + 4)],
    ['a place on the way from home is empty', (w) => w.set([EMPTY, 0, 0, 0], at(-4))],
    ['an empty place is not', (w) => w.set([0], at(-(2 ** 31)) + 4)],
    ['an empty place has a status', (w) => w.set([1], w.length - 2)],
    ['a holder word is no entry’s', (w) => w.set([1], at(-5) + 3)],
    ['the last place is filled', (w) => w.set([2 ** 31 - 1, 2, 0, HOLDER], w.length - 4)],
  ])('is refused when %s', (_, change) => {
    expect(adopted(change)).toBeUndefined();
  });

  it('is refused when it is shorter than its homes', () => {
    const { words, homes } = sound();
    expect(runToEnd(adoptTable(words.subarray(0, homes * 4), homes))).toBeUndefined();
    expect(runToEnd(adoptTable(words.subarray(0, 0), homes))).toBeUndefined();
  });
});
