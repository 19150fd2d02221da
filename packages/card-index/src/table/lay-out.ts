/**
 * Lays the entries of one table out in another, larger or smaller one: one pass from front to back, in bounded steps, so that whoever
 * shares the thread with a gate can give way in between.
 */
import { WORDS_PER_ENTRY } from './card-entry.ts';
import { clear, type EntryTable, homeOf, makeTable, TAIL } from './entry-table.ts';

/** Places a step; about a tenth of a millisecond. */
export const STEP_PLACES = 8192;

/** The same entries with room for `room`, at least as many as there are. */
export function* layOut(source: EntryTable, room: number, tails: readonly number[] = [TAIL]): Generator<void, EntryTable> {
  // The last tail is for digests that crowd at the very end, which a keyed hash makes as good as never; it is always long enough.
  for (const tail of [...tails, room]) {
    const table = makeTable(room, tail);
    let place = 0;
    for (let from = 0; from < source.words.length && place !== OVERRUN; from += STEP_PLACES * WORDS_PER_ENTRY) {
      if (from > 0) yield;
      place = placeRun(table, source.words.subarray(from, from + STEP_PLACES * WORDS_PER_ENTRY), place);
    }
    if (place === OVERRUN) continue;
    clear(table.words, place, table.words.length);
    table.lanes.set(source.lanes);
    table.size = source.size;
    return table;
  }
  throw new Error('a tail for every entry was too short');
}

const OVERRUN = -1;

/** Places the entries of `run`, the first of them at word `place` or later; the first word not yet written, or `OVERRUN`. */
function placeRun({ words, homes }: EntryTable, run: Int32Array, place: number): number {
  const last = words.length - WORDS_PER_ENTRY;
  let next = place;
  for (let at = 0; at < run.length; at += WORDS_PER_ENTRY) {
    const holder = run[at + 3]!;
    if (holder === 0) continue;
    const high = run[at]!;
    const home = homeOf(homes, high);
    if (next < home) {
      clear(words, next, home);
      next = home;
    }
    if (next >= last) return OVERRUN;
    words[next] = high;
    words[next + 1] = run[at + 1]!;
    words[next + 2] = run[at + 2]!;
    words[next + 3] = holder;
    next += WORDS_PER_ENTRY;
  }
  return next;
}
