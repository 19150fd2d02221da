/**
 * Frames of EM4100 readers (RDM6300 and its kin), 9600 baud 8N1:
 *
 *     02 | ten hex digits: version and serial | two hex digits: XOR of those five bytes | 03        14 bytes
 *
 * Source: `vectors/serial-em4100.json`. The reader says the frame again about every 65 ms while the card is in the field; whether
 * that is one tap or two is decided by whoever knows the hold time, not here.
 */
import { type Credential, credentialOf } from '@portvakt/domain';
import type { FrameShape } from '../line/fixed-frames.ts';

const START = 0x02;
const END = 0x03;
const LENGTH = 14;
const CARD_BYTES = 5;

const WRONG_CHECK = { wrongCheck: true } as const;

export const em4100Frame: FrameShape<Credential> = {
  start: START,
  length: LENGTH,
  read: (bytes) => {
    if (bytes[LENGTH - 1] !== END) return undefined;
    let check = 0;
    let bits = '';
    for (let i = 1; i < LENGTH - 1; i += 2) {
      const value = hexPair(bytes[i], bytes[i + 1]);
      if (value === undefined) return undefined;
      check ^= value; // the last pair is the check itself, so a good frame ends at zero
      if (i <= 2 * CARD_BYTES) bits += value.toString(16).padStart(2, '0');
    }
    return check === 0 ? credentialOf('em4100', bits) : WRONG_CHECK;
  },
};

/** The frame a reader says for the card. Throws on anything but the five bytes of an EM4100 card. */
export function encodeEm4100(credential: Credential): Uint8Array {
  if (credential.technology !== 'em4100' || credential.bits.length !== 2 * CARD_BYTES) throw new TypeError('an EM4100 card has 5 bytes');
  const card = Buffer.from(credential.bits, 'hex');
  const check = card.reduce((xor, byte) => xor ^ byte, 0);
  const digits = `${credential.bits}${check.toString(16).padStart(2, '0')}`.toUpperCase();
  return Uint8Array.of(START, ...Buffer.from(digits, 'ascii'), END);
}

function hexPair(high: number | undefined, low: number | undefined): number | undefined {
  const h = hexDigit(high);
  const l = hexDigit(low);
  return h === undefined || l === undefined ? undefined : h * 16 + l;
}

function hexDigit(code = 0): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code & ~0x20;
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : undefined;
}
