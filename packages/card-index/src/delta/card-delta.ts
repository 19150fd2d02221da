/** What changed between two versions of a list: entries to write and digests to take out, both in order of digest. */
import { compareDigests, type Digest } from '../digest/digest-key.ts';
import type { CardEntry } from '../table/card-entry.ts';
import { packDigests, packEntries } from '../table/entry-bytes.ts';

export interface CardDelta {
  /** Four words an entry, new or changed. */
  readonly upserts: Int32Array;
  /** Two words a digest. A digest never stands in both. */
  readonly removals: Int32Array;
}

/** A delta of these changes; throws when a digest is in it twice, for then it is not said which change counts. */
export function cardDelta(upserts: readonly CardEntry[], removals: readonly Digest[]): CardDelta {
  const touched = [...upserts, ...removals].toSorted(compareDigests);
  if (touched.some((digest, i) => i > 0 && compareDigests(touched[i - 1]!, digest) === 0)) throw new RangeError('one digest, two changes');
  return { upserts: packEntries(upserts), removals: packDigests(removals) };
}

/** The delta that turns one list into the other; neither may hold a digest twice. */
export function diffEntries(before: Iterable<CardEntry>, after: Iterable<CardEntry>): CardDelta {
  const old = [...before].sort(compareDigests);
  const now = [...after].sort(compareDigests);
  const upserts: CardEntry[] = [];
  const removals: Digest[] = [];
  let at = 0;
  for (const entry of now) {
    while (at < old.length && compareDigests(old[at]!, entry) < 0) removals.push(old[at++]!);
    const same = at < old.length && compareDigests(old[at]!, entry) === 0 ? old[at++] : undefined;
    if (same?.status !== entry.status || same.holder !== entry.holder) upserts.push(entry);
  }
  removals.push(...old.slice(at));
  return cardDelta(upserts, removals);
}
