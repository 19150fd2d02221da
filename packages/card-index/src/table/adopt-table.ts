/**
 * Takes words that came from outside for a table, where they lie: no hashing, no copy. One pass proves what every search relies on.
 *
 * - Each entry is one, and digests rise strictly from place to place.
 * - No entry stands before its home, and no place between its home and where it stands is empty.
 * - An empty place looks as the table makes it, and the last place is one.
 */
import { isEntry, WORDS_PER_ENTRY } from './card-entry.ts';
import { LANES, mixInto } from './checksum.ts';
import { EMPTY, type EntryTable, homeOf } from './entry-table.ts';
import { STEP_PLACES } from './lay-out.ts';

/** The table over these words, or `undefined` when they are none. The words must not change afterwards. */
export function* adoptTable(words: Int32Array, homes: number): Generator<void, EntryTable | undefined> {
  const table: EntryTable = { words, homes, lanes: new Int32Array(LANES), size: 0 };
  const last = words.length - WORDS_PER_ENTRY;
  if (last < homes * WORDS_PER_ENTRY || words[last + 3] !== 0) return undefined;
  const seen: Seen = { high: -(2 ** 31), low: -(2 ** 31), empty: -WORDS_PER_ENTRY };
  for (let from = 0; from < words.length; from += STEP_PLACES * WORDS_PER_ENTRY) {
    if (from > 0) yield;
    if (!check(table, from, Math.min(from + STEP_PLACES * WORDS_PER_ENTRY, words.length), seen)) return undefined;
  }
  return table;
}

interface Seen {
  /** The digest before. */
  high: number;
  low: number;
  /** The last empty place. */
  empty: number;
}

function check(table: EntryTable, from: number, until: number, seen: Seen): boolean {
  const { words, homes, lanes } = table;
  let { high: highBefore, low: lowBefore, empty } = seen;
  let { size } = table;
  for (let at = from; at < until; at += WORDS_PER_ENTRY) {
    const high = words[at]!;
    const low = words[at + 1]!;
    const status = words[at + 2]!;
    const holder = words[at + 3]!;
    if (holder === 0) {
      if (high !== EMPTY || low !== 0 || status !== 0) return false;
      empty = at;
      continue;
    }
    if (high < highBefore || (high === highBefore && low <= lowBefore && size > 0)) return false;
    const home = homeOf(homes, high);
    if (home > at || home <= empty || !isEntry(status, holder)) return false;
    mixInto(lanes, 1, high, low, status, holder);
    size += 1;
    highBefore = high;
    lowBefore = low;
  }
  seen.high = highBefore;
  seen.low = lowBefore;
  seen.empty = empty;
  table.size = size;
  return true;
}
