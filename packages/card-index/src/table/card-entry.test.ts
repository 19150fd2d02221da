import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyEntry, anySlot, anyStatus, plainStatus } from '../testing/lists.ts';
import { AMBIGUOUS_HOLDER, ambiguousEntry, cardEntry, isEntry, SLOT_MAX, unpackCard } from './card-entry.ts';
import { entryFromBytes, entryToBytes } from './entry-bytes.ts';

const digest = { high: -5, low: 7 };

describe('an entry', () => {
  it('gives back the status and the slot it was made of', () => {
    fc.assert(
      fc.property(anyStatus, anySlot, (status, slot) => {
        const entry = cardEntry(digest, status, slot);
        expect(isEntry(entry.status, entry.holder)).toBe(true);
        expect(entry.holder).not.toBe(0);
        expect(unpackCard(entry.status, entry.holder)).toEqual({ status, slot });
      }),
    );
  });

  it('holds the bits where the format says', () => {
    const status = {
      ...plainStatus,
      type: 'site',
      endsWith: 'engagement',
      registers: 'not_fulfilled',
      blocked: true,
      fromDay: 1,
      untilDay: 2,
    } as const;
    const { status: word, holder } = cardEntry(digest, status, 3);
    expect(word).toBe(0x0001_0002);
    expect(holder).toBe((3 << 8) | (4 << 5) | (1 << 4) | (3 << 2) | 1);
  });

  it.each([-1, 0.5, SLOT_MAX + 1, Number.NaN])('refuses slot %d', (slot) => {
    expect(() => cardEntry(digest, plainStatus, slot)).toThrow(RangeError);
  });

  it.each([-1, 65_536, 1.5])('refuses day %d', (day) => {
    expect(() => cardEntry(digest, { ...plainStatus, untilDay: day }, 0)).toThrow(RangeError);
  });

  it('can stand for several cards', () => {
    const entry = ambiguousEntry(digest);
    expect(isEntry(entry.status, entry.holder)).toBe(true);
    expect(unpackCard(entry.status, entry.holder)).toBe('ambiguous');
  });

  it.each([
    ['an empty place', 0, 0],
    ['no registers', 0, 1 << 8],
    ['a sixth type', 0, (1 << 8) | (5 << 5) | 4],
    ['an ambiguous one with days', 1, AMBIGUOUS_HOLDER],
    ['an ambiguous one that is blocked', 0, AMBIGUOUS_HOLDER | 1],
  ])('is not %s', (_, status, holder) => {
    expect(isEntry(status, holder)).toBe(false);
  });

  it('survives its sixteen bytes', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        expect(entryFromBytes(entryToBytes(entry))).toEqual(entry);
      }),
    );
    expect(entryFromBytes(new Uint8Array(16))).toBeUndefined();
    expect(entryFromBytes(entryToBytes(ambiguousEntry(digest)).subarray(1))).toBeUndefined();
  });
});
