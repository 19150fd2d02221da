/** Entries and digests as bytes and as packed words: what lies in a list's body, and what a store may keep a row. */
import { compareDigests, type Digest } from '../digest/digest-key.ts';
import { type CardEntry, ENTRY_LENGTH, isEntry, WORDS_PER_ENTRY } from './card-entry.ts';

export const WORDS_PER_DIGEST = 2;

/** The sixteen bytes of an entry. */
export function entryToBytes(entry: CardEntry): Uint8Array {
  const bytes = new Uint8Array(ENTRY_LENGTH);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, entry.high, true);
  view.setInt32(4, entry.low, true);
  view.setInt32(8, entry.status, true);
  view.setInt32(12, entry.holder, true);
  return bytes;
}

/** The entry of these bytes; `undefined` when they are not one. */
export function entryFromBytes(bytes: Uint8Array): CardEntry | undefined {
  if (bytes.length !== ENTRY_LENGTH) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, ENTRY_LENGTH);
  const [high, low, status, holder] = [view.getInt32(0, true), view.getInt32(4, true), view.getInt32(8, true), view.getInt32(12, true)];
  return isEntry(status, holder) ? { high, low, status, holder } : undefined;
}

/** Entries as words, in order of digest. */
export function packEntries(entries: readonly CardEntry[]): Int32Array {
  const words = new Int32Array(entries.length * WORDS_PER_ENTRY);
  let at = 0;
  for (const { high, low, status, holder } of entries.toSorted(compareDigests)) {
    words[at] = high;
    words[at + 1] = low;
    words[at + 2] = status;
    words[at + 3] = holder;
    at += WORDS_PER_ENTRY;
  }
  return words;
}

/** Digests as words, in order. */
export function packDigests(digests: readonly Digest[]): Int32Array {
  const words = new Int32Array(digests.length * WORDS_PER_DIGEST);
  let at = 0;
  for (const { high, low } of digests.toSorted(compareDigests)) {
    words[at] = high;
    words[at + 1] = low;
    at += WORDS_PER_DIGEST;
  }
  return words;
}

/** Whether packed digests (or entries, by `stride`) stand in strictly rising order: each set has one encoding, and no digest twice. */
export function inOrder(words: Int32Array, stride: number): boolean {
  for (let at = stride; at < words.length; at += stride) {
    const high = words[at]!;
    const before = words[at - stride]!;
    if (high < before || (high === before && words[at + 1]! <= words[at - stride + 1]!)) return false;
  }
  return true;
}
