import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BIT_LENGTH_MAX, canonicalBytes, credentialOf, endOf, technologies } from './credential.ts';

const credentials = fc
  .tuple(fc.constantFrom(...technologies), fc.uint8Array({ minLength: 1, maxLength: 64 }))
  .map(([technology, bytes]) => credentialOf(technology, Buffer.from(bytes).toString('hex')));

describe('credentialOf', () => {
  it('takes up to 512 bits of hex in either case', () => {
    expect(credentialOf('iso14443a', '04AF68DAC85A80')).toEqual({ technology: 'iso14443a', bits: '04af68dac85a80', bitLength: 56 });
    expect(credentialOf('text', 'ab'.repeat(BIT_LENGTH_MAX / 8)).bitLength).toBe(BIT_LENGTH_MAX);
  });

  it.each(['', 'a', 'abc', 'xy', '0x12', ' 12', 'ab'.repeat(65)])('refuses %j', (hex) => {
    expect(() => credentialOf('em4100', hex)).toThrow(TypeError);
  });
});

describe('canonicalBytes', () => {
  it('is technology, bit length and bits', () => {
    expect([...canonicalBytes(credentialOf('em4100', '0a00ff1234'))]).toEqual([0, 0, 40, 0x0a, 0x00, 0xff, 0x12, 0x34]);
    expect([...canonicalBytes(credentialOf('text', '00'.repeat(64)))].slice(0, 3)).toEqual([4, 2, 0]);
    expect([...canonicalBytes({ technology: 'wiegand', bits: '80000040', bitLength: 26 })]).toEqual([2, 0, 26, 0x80, 0, 0, 0x40]);
  });

  it('is the same for two credentials only where they are the same', () => {
    const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    fc.assert(
      fc.property(credentials, credentials, (a, b) => {
        const same = a.technology === b.technology && a.bits === b.bits && a.bitLength === b.bitLength;
        expect(hexOf(canonicalBytes(a)) === hexOf(canonicalBytes(b))).toBe(same);
      }),
    );
    const short = canonicalBytes({ technology: 'wiegand', bits: 'ff80', bitLength: 9 });
    expect(hexOf(short)).not.toBe(hexOf(canonicalBytes({ technology: 'wiegand', bits: 'ff80', bitLength: 10 })));
  });

  it('keeps what the codecs gave: reading the bytes back tells the credential', () => {
    fc.assert(
      fc.property(credentials, (credential) => {
        const bytes = canonicalBytes(credential);
        const bits = Buffer.from(bytes.subarray(3)).toString('hex');
        expect({ technology: technologies[bytes[0]!], bits, bitLength: bytes[1]! * 256 + bytes[2]! }).toEqual(credential);
      }),
    );
  });
});

it('shows staff the last four digits and no more', () => {
  expect(endOf(credentialOf('iso14443a', '04af68dac85a80'))).toBe('5A80');
  expect(endOf(credentialOf('iso14443a', 'af'))).toBe('AF');
});
