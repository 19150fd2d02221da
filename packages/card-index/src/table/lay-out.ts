/**
 * Lays sorted entries out in a table, in steps: one pass from front to back.
 *
 * The entries come as bytes of a list or from a smaller table; either way a step is bounded, so that whoever shares the thread
 * with a gate can give way in between.
 */
import { isEntry, WORDS_PER_ENTRY } from './card-entry.ts';
import { mixInto } from './checksum.ts';
import { clear, type EntryTable, homeOf, makeTable, TAIL } from './entry-table.ts';

/** Entries a step; about a tenth of a millisecond. */
export const STEP_ENTRIES = 8192;

/**
 * The table of these entries, with room for `room` (at least as many as there are). Places that are empty in `source` are passed over.
 * `undefined` when the entries are not in strictly rising order, or one of them is none.
 */
export function* layOut(source: Int32Array, room: number, tails = [TAIL, room]): Generator<void, EntryTable | undefined> {
  // The second tail is for digests that crowd at the very end, which a keyed hash makes as good as never; it is always long enough.
  for (const tail of tails) {
    const outcome = yield* layOutIn(makeTable(room, tail), source);
    if (outcome !== 'overrun') return outcome;
  }
  return undefined;
}

function* layOutIn(table: EntryTable, source: Int32Array): Generator<void, EntryTable | 'overrun' | undefined> {
  const cursor = { place: 0, high: -(2 ** 31), low: -(2 ** 31) };
  for (let from = 0; from < source.length; from += STEP_ENTRIES * WORDS_PER_ENTRY) {
    if (from > 0) yield;
    const until = Math.min(from + STEP_ENTRIES * WORDS_PER_ENTRY, source.length);
    const outcome = placeRun(table, cursor, source, from, until);
    if (outcome === 'overrun') return 'overrun';
    if (outcome === 'disorder') return undefined;
  }
  clear(table.words, cursor.place, table.words.length);
  return table;
}

interface PlaceCursor {
  /** First word that is not yet written. */
  place: number;
  /** Digest of the last entry placed. */
  high: number;
  low: number;
}

function placeRun(
  table: EntryTable,
  cursor: PlaceCursor,
  source: Int32Array,
  from: number,
  until: number,
): 'placed' | 'overrun' | 'disorder' {
  const { words, homes, lanes } = table;
  const last = words.length - WORDS_PER_ENTRY;
  let { place, high: highBefore, low: lowBefore } = cursor;
  let size = table.size;
  for (let at = from; at < until; at += WORDS_PER_ENTRY) {
    const high = source[at]!;
    const low = source[at + 1]!;
    const status = source[at + 2]!;
    const holder = source[at + 3]!;
    if (holder === 0) continue;
    if (high < highBefore || (high === highBefore && low <= lowBefore && size > 0)) return 'disorder';
    if (!isEntry(status, holder)) return 'disorder';
    const home = homeOf(homes, high);
    if (place < home) {
      clear(words, place, home);
      place = home;
    }
    if (place >= last) return 'overrun';
    words[place] = high;
    words[place + 1] = low;
    words[place + 2] = status;
    words[place + 3] = holder;
    mixInto(lanes, 1, high, low, status, holder);
    place += WORDS_PER_ENTRY;
    size += 1;
    highBefore = high;
    lowBefore = low;
  }
  cursor.place = place;
  cursor.high = highBefore;
  cursor.low = lowBefore;
  table.size = size;
  return 'placed';
}
