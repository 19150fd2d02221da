/**
 * Makes the index after a delta beside the one before it.
 *
 * The table is copied, then changed, so the index before keeps answering unchanged until the caller swaps. All of it goes in steps,
 * because copying a million entries takes as long as several taps.
 */
import { type CardIndex, type IndexOrigin, indexOver } from '../card-index.ts';
import { WORDS_PER_ENTRY } from '../table/card-entry.ts';
import { WORDS_PER_DIGEST } from '../table/entry-bytes.ts';
import { clear, type EntryTable, FILL_MAX, placesWithTail, putEntry, removeEntry } from '../table/entry-table.ts';
import { layOut, STEP_PLACES } from '../table/lay-out.ts';
import { runToEnd } from '../table/run-to-end.ts';
import type { CardDelta } from './card-delta.ts';

/** Changes a step; each moves a few entries, so a step is about as long as one of laying out. */
const STEP_CHANGES = 1024;

/** The index after the delta. `before` stays as it is. */
export function applyDelta(before: CardIndex, delta: CardDelta, after: Pick<IndexOrigin, 'version' | 'issuedAt'>): CardIndex {
  return runToEnd(applyDeltaInSteps(before, delta, after));
}

/** The same, yielding after every bounded piece of work. */
export function* applyDeltaInSteps(
  before: CardIndex,
  delta: CardDelta,
  after: Pick<IndexOrigin, 'version' | 'issuedAt'>,
): Generator<void, CardIndex> {
  const { upserts, removals } = delta;
  let table = yield* copyWithRoom(before.table, before.size + upserts.length / WORDS_PER_ENTRY);
  for (let at = 0; at < removals.length; at += WORDS_PER_DIGEST) {
    if (at % (STEP_CHANGES * WORDS_PER_DIGEST) === 0) yield;
    removeEntry(table, removals[at]!, removals[at + 1]!);
  }
  for (let at = 0; at < upserts.length; at += WORDS_PER_ENTRY) {
    if (at % (STEP_CHANGES * WORDS_PER_ENTRY) === 0) yield;
    while (!putEntry(table, upserts[at]!, upserts[at + 1]!, upserts[at + 2]!, upserts[at + 3]!)) {
      const room = table.size + (upserts.length - at) / WORDS_PER_ENTRY;
      table = yield* layOut(table, room, []);
    }
  }
  return indexOver(table, { lineage: before.lineage, key: before.key, ...after });
}

function* copyWithRoom(table: EntryTable, room: number): Generator<void, EntryTable> {
  if (room > table.homes * FILL_MAX) return yield* layOut(table, room);
  const used = table.words.length;
  const words = new Int32Array(Math.max(used, placesWithTail(table.homes) * WORDS_PER_ENTRY));
  for (let from = 0; from < used; from += STEP_PLACES * WORDS_PER_ENTRY) {
    if (from > 0) yield;
    words.set(table.words.subarray(from, from + STEP_PLACES * WORDS_PER_ENTRY), from);
  }
  clear(words, used, words.length);
  return { words, homes: table.homes, lanes: table.lanes.slice(), size: table.size };
}
