/**
 * A checksum of a set of entries that does not depend on their order and follows every change in constant time: 128 bits, the sum
 * over all entries of a mix of the entry's four words, each of the four lanes modulo 2^32.
 *
 * The mix can be undone, so two different entries never mix alike: a list that differs in one entry, by however little, is always
 * seen. Any other accident passes with a chance near 2^-128. It is no defence against someone who chooses entries to fit; that is
 * what the signature is for.
 */

export const LANES = 4;

/** Adds an entry to the lanes (`sign` 1) or takes it out (-1). */
export function mixInto(lanes: Int32Array, sign: 1 | -1, high: number, low: number, status: number, holder: number): void {
  // Every step can be undone: a product with an odd number, a shifted xor, and a word added to or xored into another.
  let a = Math.imul(high, 0x85eb_ca6b);
  a ^= a >>> 15;
  let b = Math.imul(low + a, 0xc2b2_ae35);
  b ^= b >>> 13;
  let c = Math.imul(status ^ b, 0x9e37_79b1);
  c ^= c >>> 16;
  let d = Math.imul(holder + c, 0x27d4_eb2f);
  d ^= d >>> 14;
  a = Math.imul(a ^ d, 0x1656_67b1);
  a ^= a >>> 16;
  b = Math.imul(b + a, 0x2c1b_3c6d);
  b ^= b >>> 15;
  c = Math.imul(c ^ b, 0x297a_2d39);
  c ^= c >>> 14;
  d = Math.imul(d + c, 0x94d0_49bb);
  d ^= d >>> 13;
  lanes[0] = lanes[0]! + Math.imul(sign, a);
  lanes[1] = lanes[1]! + Math.imul(sign, b);
  lanes[2] = lanes[2]! + Math.imul(sign, c);
  lanes[3] = lanes[3]! + Math.imul(sign, d);
}

/** 32 lower-case hex digits. */
export function checksumText(lanes: Int32Array): string {
  return Array.from(lanes, (lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}

/** The lanes behind the text of {@link checksumText}. */
export function checksumLanes(text: string): Int32Array {
  if (!/^[0-9a-f]{32}$/.test(text)) throw new TypeError('a checksum is 32 lower-case hex digits');
  return Int32Array.from({ length: LANES }, (_, lane) => Number.parseInt(text.slice(8 * lane, 8 * lane + 8), 16));
}
