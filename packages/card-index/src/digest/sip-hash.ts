/**
 * SipHash-2-4 with a 64-bit result (Aumasson, Bernstein 2012), on 32-bit words.
 *
 * A hash that nobody without the key can predict, made for short inputs. JavaScript has no 64-bit integers that cost nothing, so each
 * of the four state words is a high and a low half; the carry between them is computed without a branch, because a branch on a random
 * carry is mispredicted every second time. Makes no garbage: the result goes into an array the caller reuses.
 */

/** Sixteen key bytes as four little-endian words, signed. */
export type SipKey = readonly [k0Low: number, k0High: number, k1Low: number, k1High: number];

/** Hashes `bytes` and leaves the result in `out`: high word, then low word, both signed. */
export function sipHash(key: SipKey, bytes: Uint8Array, out: Int32Array): void {
  const length = bytes.length;
  const whole = length >>> 3;

  let h0 = key[1] ^ 0x736f6d65;
  let l0 = key[0] ^ 0x70736575;
  let h1 = key[3] ^ 0x646f7261;
  let l1 = key[2] ^ 0x6e646f6d;
  let h2 = key[1] ^ 0x6c796765;
  let l2 = key[0] ^ 0x6e657261;
  let h3 = key[3] ^ 0x74656462;
  let l3 = key[2] ^ 0x79746573;

  // The whole blocks, the last block (rest and length), and the end, which is a block of zeros with four rounds instead of two.
  for (let block = 0; block <= whole + 1; block += 1) {
    let high = 0;
    let low = 0;
    let rounds = 2;
    if (block < whole) {
      const at = block << 3;
      low = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      high = bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24);
    } else if (block === whole) {
      high = length << 24;
      for (let at = whole << 3, shift = 0; at < length; at += 1, shift += 8) {
        if (shift < 32) low |= bytes[at]! << shift;
        else high |= bytes[at]! << (shift - 32);
      }
    } else {
      l2 ^= 0xff;
      rounds = 4;
    }

    h3 ^= high;
    l3 ^= low;
    for (let round = 0; round < rounds; round += 1) {
      let sum = (l0 + l1) | 0; // v0 += v1; v1 <<<= 13; v1 ^= v0; v0 <<<= 32
      h0 = (h0 + h1 + (((l0 & l1) | ((l0 | l1) & ~sum)) >>> 31)) | 0;
      l0 = sum;
      let turned = ((h1 << 13) | (l1 >>> 19)) ^ h0;
      l1 = ((l1 << 13) | (h1 >>> 19)) ^ l0;
      h1 = turned;
      turned = h0;
      h0 = l0;
      l0 = turned;

      sum = (l2 + l3) | 0; // v2 += v3; v3 <<<= 16; v3 ^= v2
      h2 = (h2 + h3 + (((l2 & l3) | ((l2 | l3) & ~sum)) >>> 31)) | 0;
      l2 = sum;
      turned = ((h3 << 16) | (l3 >>> 16)) ^ h2;
      l3 = ((l3 << 16) | (h3 >>> 16)) ^ l2;
      h3 = turned;

      sum = (l0 + l3) | 0; // v0 += v3; v3 <<<= 21; v3 ^= v0
      h0 = (h0 + h3 + (((l0 & l3) | ((l0 | l3) & ~sum)) >>> 31)) | 0;
      l0 = sum;
      turned = ((h3 << 21) | (l3 >>> 11)) ^ h0;
      l3 = ((l3 << 21) | (h3 >>> 11)) ^ l0;
      h3 = turned;

      sum = (l2 + l1) | 0; // v2 += v1; v1 <<<= 17; v1 ^= v2; v2 <<<= 32
      h2 = (h2 + h1 + (((l2 & l1) | ((l2 | l1) & ~sum)) >>> 31)) | 0;
      l2 = sum;
      turned = ((h1 << 17) | (l1 >>> 15)) ^ h2;
      l1 = ((l1 << 17) | (h1 >>> 15)) ^ l2;
      h1 = turned;
      turned = h2;
      h2 = l2;
      l2 = turned;
    }
    h0 ^= high;
    l0 ^= low;
  }

  out[0] = h0 ^ h1 ^ h2 ^ h3;
  out[1] = l0 ^ l1 ^ l2 ^ l3;
}
