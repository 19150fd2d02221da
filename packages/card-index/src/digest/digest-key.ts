/**
 * The key that turns a credential into the digest the list knows it by.
 *
 * One key a site: who has the list and not the key can neither tell which cards are on it nor compare it with another site's. The key
 * travels sealed, apart from the list; the list names it by id only.
 */
import type { KeyId } from '@portvakt/domain';
import { type SipKey, sipHash } from './sip-hash.ts';

export const KEY_LENGTH = 16;

export interface DigestKey {
  readonly id: KeyId;
  readonly words: SipKey;
}

/** What stands for a credential on the list: 64 bits as two signed words. Ordered by high word, then low word. */
export interface Digest {
  readonly high: number;
  readonly low: number;
}

/** The key of these sixteen bytes; throws on any other length, for that is a bug. */
export function digestKey(id: KeyId, bytes: Uint8Array): DigestKey {
  if (bytes.length !== KEY_LENGTH) throw new RangeError(`a digest key is ${KEY_LENGTH} bytes`);
  const word = (at: number) => bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  return { id, words: [word(0), word(4), word(8), word(12)] };
}

/** The digest of a credential's canonical bytes. */
export function digestOf(key: DigestKey, canonical: Uint8Array): Digest {
  const out = new Int32Array(2);
  sipHash(key.words, canonical, out);
  return { high: out[0]!, low: out[1]! };
}

/** Negative, zero or positive, as `a` stands before, at or after `b` in a list. */
export function compareDigests(a: Digest, b: Digest): number {
  return a.high - b.high || a.low - b.low;
}
