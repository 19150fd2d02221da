/**
 * What a reader read: bits of a technology. Not a card number, not a person, and never a JavaScript number, since a
 * seven-byte UID does not fit one.
 */

export type Technology = 'em4100' | 'iso14443a' | 'wiegand' | 'osdp_raw' | 'text';

export const technologies: readonly Technology[] = ['em4100', 'iso14443a', 'wiegand', 'osdp_raw', 'text'];

export interface Credential {
  readonly technology: Technology;
  /** Lower-case hex in wire order, an even number of digits; the last byte is padded with zero bits. */
  readonly bits: string;
  /** How many of those bits count, at most {@link BIT_LENGTH_MAX}. */
  readonly bitLength: number;
}

/** Longest credential taken; longer ones are refused at the reader. */
export const BIT_LENGTH_MAX = 512;

/** A credential of whole bytes. Throws on anything but an even number of hex digits within the limit: codecs make no others. */
export function credentialOf(technology: Technology, hex: string): Credential {
  const bits = hex.toLowerCase();
  if (bits === '' || bits.length % 2 !== 0 || !/^[0-9a-f]+$/.test(bits) || bits.length * 4 > BIT_LENGTH_MAX) {
    throw new TypeError('a credential is 1 to 64 bytes of hex');
  }
  return { technology, bits, bitLength: bits.length * 4 };
}

/**
 * The bytes that stand for the credential wherever it is compared: technology, bit length, bits. Two technologies never meet.
 *
 *     technology (1: its place in the list) | bit length, high byte first (2) | bits
 */
export function canonicalBytes(credential: Credential): Uint8Array {
  const length = credential.bits.length / 2;
  const bytes = new Uint8Array(3 + length);
  bytes[0] = technologies.indexOf(credential.technology);
  bytes[1] = credential.bitLength >>> 8;
  bytes[2] = credential.bitLength & 0xff;
  for (let i = 0; i < length; i += 1) bytes[3 + i] = Number.parseInt(credential.bits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** The end of a credential that may be shown to staff so that they can tell two unknown cards apart. */
export function endOf(credential: Credential): string {
  return credential.bits.slice(-4).toUpperCase();
}
