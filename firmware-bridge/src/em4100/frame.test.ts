import { type Credential, credentialOf } from '@portvakt/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_BYTES, scanFrames } from '../line/fixed-frames.ts';
import { em4100Frame, encodeEm4100 } from './frame.ts';

const card = fc.uint8Array({ minLength: 5, maxLength: 5 }).map((bytes) => credentialOf('em4100', Buffer.from(bytes).toString('hex')));
const noise = fc.uint8Array({ maxLength: 200 });
/** Bytes that look like frames more often than chance would have it. */
const nearNoise = fc
  .array(fc.constantFrom(0x02, 0x03, 0x30, 0x31, 0x41, 0x66, 0x0d, 0xff), { maxLength: 120 })
  .map((bytes) => Uint8Array.from(bytes));

describe('EM4100 frames', () => {
  it('come back as the card they were made of, whatever stood before and wherever they were cut', () => {
    fc.assert(
      fc.property(fc.oneof(noise, nearNoise), card, fc.array(fc.nat(220), { maxLength: 6 }), (before, credential, cuts) => {
        const { frames, rest } = readInPieces(Buffer.concat([before, encodeEm4100(credential)]), cuts);
        expect(frames.at(-1)).toEqual(credential);
        expect(rest).toHaveLength(0);
      }),
    );
  });

  it('are found the same, however the bytes are cut, and account for every byte', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(noise, nearNoise, card.map(encodeEm4100)), { maxLength: 8 }),
        fc.array(fc.nat(400), { maxLength: 8 }),
        (parts, cuts) => {
          const bytes = Buffer.concat(parts);
          const whole = readInPieces(bytes, []);
          const pieces = readInPieces(bytes, cuts);
          expect(pieces.frames).toEqual(whole.frames);
          expect(pieces.discarded).toBe(whole.discarded);
          expect(whole.frames.length * em4100Frame.length + whole.discarded + whole.rest.length).toBe(bytes.length);
        },
      ),
    );
  });

  it('are never read as another card when bytes are changed, unless the changed check holds', () => {
    fc.assert(
      fc.property(card, fc.array(fc.tuple(fc.nat(13), fc.nat(255)), { minLength: 1, maxLength: 4 }), (credential, changes) => {
        const bytes = encodeEm4100(credential);
        for (const [at, to] of changes) bytes[at] = to;
        for (const read of scanFrames(em4100Frame, NO_BYTES, bytes).frames) {
          const digits = Buffer.from(bytes.subarray(1, 13)).toString('ascii').toLowerCase();
          const xor = Buffer.from(digits, 'hex').reduce((check, byte) => check ^ byte, 0);
          expect([xor, digits.slice(0, 10)]).toEqual([0, read.bits]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('are never read as another card when one digit is changed', () => {
    fc.assert(
      fc.property(card, fc.integer({ min: 1, max: 12 }), fc.constantFrom(...'0123456789ABCDEF'), (credential, at, digit) => {
        const bytes = encodeEm4100(credential);
        bytes[at] = digit.charCodeAt(0);
        for (const read of scanFrames(em4100Frame, NO_BYTES, bytes).frames) expect(read).toEqual(credential);
      }),
    );
  });

  it('that fail their check are counted as such', () => {
    const bytes = encodeEm4100(credentialOf('em4100', '14008ec793'));
    bytes[12] = 0x46;
    expect(scanFrames(em4100Frame, NO_BYTES, bytes)).toMatchObject({ frames: [], wrongChecks: 1, discarded: 14 });
  });

  it('keep less than one frame of bytes through a million bytes of noise', () => {
    let rest = NO_BYTES;
    let seed = 0x2545f491;
    for (let i = 0; i < 1_000; i += 1) {
      const chunk = Uint8Array.from({ length: 1_000 }, () => {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        return seed % 3 === 0 ? 0x02 : seed >>> 24;
      });
      rest = scanFrames(em4100Frame, rest, chunk).rest;
      expect(rest.length).toBeLessThan(em4100Frame.length);
      expect(rest.buffer.byteLength).toBeLessThan(em4100Frame.length);
    }
  });
});

it('takes five bytes of an EM4100 card and nothing else', () => {
  expect(() => encodeEm4100(credentialOf('em4100', '14008ec7'))).toThrow(TypeError);
  expect(() => encodeEm4100(credentialOf('iso14443a', '14008ec793'))).toThrow(TypeError);
});

function readInPieces(bytes: Uint8Array, cuts: readonly number[]) {
  const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length];
  const frames: Credential[] = [];
  let discarded = 0;
  let rest = NO_BYTES;
  for (const [i, from] of edges.slice(0, -1).entries()) {
    const scan = scanFrames(em4100Frame, rest, bytes.subarray(from, edges[i + 1]));
    frames.push(...scan.frames);
    discarded += scan.discarded;
    rest = scan.rest;
  }
  return { frames, discarded, rest };
}
