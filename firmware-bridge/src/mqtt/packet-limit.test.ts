import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packetLimit } from './packet-limit.ts';

const MAX = 300;

function packet(length: number): Uint8Array {
  const header = [0x30];
  let left = length;
  do {
    header.push((left % 128) | (left >= 128 ? 0x80 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Uint8Array.from([...header, ...new Uint8Array(length).fill(0xff)]);
}

it('admits packets up to the limit, and nothing from the header of a longer one on, however they are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(MAX), { maxLength: 8 }),
      fc.integer({ min: MAX + 1, max: 3_000 }),
      fc.integer({ min: 1, max: 50 }),
      (short, long, step) => {
        const limit = packetLimit(MAX);
        const good = Buffer.concat(short.map(packet));
        for (let at = 0; at < good.length; at += step) expect(limit.admits(good.subarray(at, at + step))).toBe(true);
        expect(limit.admits(packet(long).subarray(0, 4))).toBe(false);
        expect(limit.admits(packet(1))).toBe(false);
      },
    ),
  );
});

it('refuses a length that never ends', () => {
  expect(packetLimit(MAX).admits(Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x80))).toBe(false);
});

it('takes any bytes without throwing', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 20 }), (chunks) => {
      const limit = packetLimit(MAX);
      for (const chunk of chunks) expect(typeof limit.admits(chunk)).toBe('boolean');
    }),
  );
});
