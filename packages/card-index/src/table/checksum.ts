/**
 * A checksum of a set of entries that does not depend on their order and follows every change in constant time: 128 bits, the sum
 * over all entries of a mix of the entry's four words, each of the four lanes modulo 2^32.
 *
 * The mix can be undone, so two different entries never mix alike: a list that differs in one entry, by however little, is always
 * seen. Every word goes into at least two lanes, so any other accident passes with a chance near 2^-64 or less. It is no defence
 * against someone who chooses entries to fit; that is what the signature is for.
 */

export const LANES = 4;

/** Adds an entry to the lanes (`sign` 1) or takes it out (-1). */
export function mixInto(lanes: Int32Array, sign: 1 | -1, high: number, low: number, status: number, holder: number): void {
  // Every step can be undone: a product with an odd number, a shifted xor, a word added to or xored into another. The digest
  // is uniform already, so two rounds are enough to spread the other two words over it and it over them.
  let c = Math.imul(status ^ high, 0x9e37_79b1);
  c ^= c >>> 16;
  let d = Math.imul(holder ^ low, 0x85eb_ca6b);
  d ^= d >>> 15;
  let a = Math.imul(high + d, 0xc2b2_ae35);
  a ^= a >>> 16;
  let b = Math.imul(low ^ c, 0x27d4_eb2f);
  b ^= b >>> 14;
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
