import { credentialOf, idOf, type ReaderId } from '@portvakt/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdReads, READERS_HELD_MAX } from './hold-reads.ts';

const readerOf = (n: number): ReaderId => idOf('reader', `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`);
const a = credentialOf('em4100', '14008ec793');
const b = credentialOf('em4100', '62e3086ced');

describe('a read', () => {
  it('is one tap for as long as the card stays, however long that is', () => {
    const hold = holdReads(2_000);
    const reads = Array.from({ length: 1_000 }, (_, i) => hold.see(readerOf(1), a, i * 65));
    expect(reads.filter((read) => read === 'first')).toHaveLength(1);
    expect(hold.see(readerOf(1), a, 999 * 65 + 2_000)).toBe('first');
  });

  it('of another card in between makes the first card new again', () => {
    const hold = holdReads(2_000);
    expect([hold.see(readerOf(1), a, 0), hold.see(readerOf(1), b, 65), hold.see(readerOf(1), a, 130)]).toEqual(['first', 'first', 'first']);
  });

  it('is told apart by reader, technology and length, not by its digits alone', () => {
    const hold = holdReads(2_000);
    hold.see(readerOf(1), a, 0);
    expect(hold.see(readerOf(2), a, 1)).toBe('first');
    expect(hold.see(readerOf(1), credentialOf('iso14443a', a.bits), 2)).toBe('first');
    expect(hold.see(readerOf(1), { ...credentialOf('iso14443a', a.bits), bitLength: 37 }, 3)).toBe('first');
  });

  it('is always new without a hold time', () => {
    const hold = holdReads(0);
    expect([hold.see(readerOf(1), a, 5), hold.see(readerOf(1), a, 5)]).toEqual(['first', 'first']);
  });

  it('forgets the reader unheard for longest, and no other', () => {
    const hold = holdReads(2_000);
    for (let n = 0; n <= READERS_HELD_MAX; n += 1) hold.see(readerOf(n), a, 0);
    expect(hold.see(readerOf(1), a, 1)).toBe('repeat');
    expect(hold.see(readerOf(0), a, 1)).toBe('first');
  });

  it('is new exactly when its reader last read something else, or too long ago', () => {
    const step = fc.record({ reader: fc.nat(2), card: fc.constantFrom(a, b), laterMs: fc.nat(3_000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const hold = holdReads(2_000);
        const last = new Map<number, { bits: string; atMs: number }>();
        let nowMs = 0;
        for (const { reader, card, laterMs } of steps) {
          nowMs += laterMs;
          const before = last.get(reader);
          const repeat = before !== undefined && before.bits === card.bits && nowMs - before.atMs < 2_000;
          expect(hold.see(readerOf(reader), card, nowMs)).toBe(repeat ? 'repeat' : 'first');
          last.set(reader, { bits: card.bits, atMs: nowMs });
        }
      }),
    );
  });
});
