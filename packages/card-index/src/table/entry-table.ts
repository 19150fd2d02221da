/**
 * The flat table under the index: open addressing in which the entries stand in order of their digest.
 *
 *     place   0      1      2      3      4      5    …                       homes          … places - 1
 *           ┌──────┬──────┬──────┬──────┬──────┬──────┬─────────────────────┬──────────────┬───────┐
 *           │  e1  │      │  e2  │  e3  │  e4  │      │                     │ tail         │ empty │
 *           └──────┴──────┴──────┴──────┴──────┴──────┴─────────────────────┴──────────────┴───────┘
 *            home 0         home 2 home 2 home 3
 *
 * A digest is uniform by itself, so its high word scaled to the number of homes says where it belongs; that number need not be a power
 * of two. Because the scaling keeps the order, "first free place from home on" and "sorted by digest" can both hold: an
 * entry stands at its home or right after the entry before it. Three things follow. A search for what is not there ends at the first
 * greater digest instead of the next empty place. The places depend on the set of entries and the number of homes alone, not on the history.
 * And a table from outside is proven sound in one pass, and laid out anew in one pass, without hashing.
 *
 * The tail takes what runs over at the end instead of wrapping round; the last place is never filled, so every search ends.
 */

import { WORDS_PER_ENTRY } from './card-entry.ts';
import { LANES, mixInto } from './checksum.ts';

/** Above this part of the homes filled a table is grown. */
export const FILL_MAX = 0.8;
/** A new table has this part filled: 23 bytes a card, and a search looks at two entries on average. */
const FILL_FIRST = 0.69;
/** Places behind the last home; a longer run than this at the very end makes the table be laid out again with a longer tail. */
export const TAIL = 64;

/** The high word of an empty place: no search for a lower digest goes past it. Its holder word is 0, which no entry has. */
export const EMPTY = 0x7fff_ffff;

export interface EntryTable {
  /** Four words a place: high, low, status, holder; signed. */
  readonly words: Int32Array;
  readonly homes: number;
  /** Running checksum of all entries. */
  readonly lanes: Int32Array;
  size: number;
}

/** Homes of a new table for that many entries. */
export function homesFor(count: number): number {
  return Math.ceil(count / FILL_FIRST) + 1;
}

/** All places of a table: homes, tail and the one that stays empty. */
export function placesWithTail(homes: number, tail = TAIL): number {
  return homes + tail + 1;
}

/** A table for `count` entries whose words are all still 0: every place must be written or cleared before use. */
export function makeTable(count: number, tail = TAIL): EntryTable {
  const homes = homesFor(count);
  return { words: new Int32Array(placesWithTail(homes, tail) * WORDS_PER_ENTRY), homes, lanes: new Int32Array(LANES), size: 0 };
}

/** A table without entries. */
export function emptyTable(count: number): EntryTable {
  const table = makeTable(count);
  clear(table.words, 0, table.words.length);
  return table;
}

/** Whether one more entry would fill it too far. */
export function isFull(table: EntryTable): boolean {
  return table.size + 1 > table.homes * FILL_MAX;
}

/** The first word of the place where a digest with this high word belongs. */
export function homeOf(homes: number, high: number): number {
  // exact: the product is scaled by a power of two; not below 0 nor up to `homes` for any signed word
  return ((high * (homes / 2 ** 32) + homes / 2) | 0) * WORDS_PER_ENTRY;
}

/** The first word of the entry with this digest, or -1. */
export function findEntry(words: Int32Array, homes: number, high: number, low: number): number {
  const at = seek(words, homes, high, low);
  return words[at] === high && words[at + 1] === low && words[at + 3] !== 0 ? at : -1;
}

/** Writes the entry, new or over the old one; false when it would run over the end of the tail. */
export function putEntry(table: EntryTable, high: number, low: number, status: number, holder: number): boolean {
  const { words, lanes } = table;
  const at = seek(words, table.homes, high, low);
  if (words[at] === high && words[at + 1] === low && words[at + 3] !== 0) {
    mixInto(lanes, -1, high, low, words[at + 2]!, words[at + 3]!);
  } else {
    let free = at;
    while (words[free + 3] !== 0) free += WORDS_PER_ENTRY;
    if (free === words.length - WORDS_PER_ENTRY) return false;
    words.copyWithin(at + WORDS_PER_ENTRY, at, free);
    table.size += 1;
  }
  words[at] = high;
  words[at + 1] = low;
  words[at + 2] = status;
  words[at + 3] = holder;
  mixInto(lanes, 1, high, low, status, holder);
  return true;
}

/** Takes the entry out, if it is there, and moves back those behind it that are away from home. */
export function removeEntry(table: EntryTable, high: number, low: number): boolean {
  const { words, homes } = table;
  const at = findEntry(words, homes, high, low);
  if (at === -1) return false;
  mixInto(table.lanes, -1, high, low, words[at + 2]!, words[at + 3]!);
  let end = at + WORDS_PER_ENTRY;
  while (words[end + 3] !== 0 && homeOf(homes, words[end]!) < end) end += WORDS_PER_ENTRY;
  words.copyWithin(at, at + WORDS_PER_ENTRY, end);
  clear(words, end - WORDS_PER_ENTRY, end);
  table.size -= 1;
  return true;
}

/** Makes the places from word `from` up to word `until` empty. */
export function clear(words: Int32Array, from: number, until: number): void {
  for (let at = from; at < until; at += WORDS_PER_ENTRY) {
    words[at] = EMPTY;
    words[at + 1] = 0;
    words[at + 2] = 0;
    words[at + 3] = 0;
  }
}

/** The first place from home on that holds this digest, a greater one or nothing. */
function seek(words: Int32Array, homes: number, high: number, low: number): number {
  let at = homeOf(homes, high);
  while (words[at]! < high) at += WORDS_PER_ENTRY;
  // two digests with the same high word are rare, and an empty place ends the row even for the greatest one
  while (words[at] === high && words[at + 1]! < low && words[at + 3] !== 0) at += WORDS_PER_ENTRY;
  return at;
}
