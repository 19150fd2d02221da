/**
 * Who do we believe is inside? A fold over passages; never a counter that is bumped.
 *
 * One person with two cards is one person. What we no longer believe is said to be uncertain; nobody is taken off silently.
 */
import { compareFacts, type Passage } from '../access/passage.ts';
import type { HolderId, ZoneId } from '../identity.ts';

export type PresenceState = 'inside' | 'outside' | 'uncertain';

/** Where a person was last known to go. */
export interface Whereabouts {
  readonly holder: HolderId;
  readonly zone: ZoneId;
  readonly last: Passage;
}

/** Folds passages (in any order) to the last one of each person. */
export function foldPassages(passages: Iterable<Passage>): ReadonlyMap<HolderId, Whereabouts> {
  const people = new Map<HolderId, Whereabouts>();
  for (const passage of passages) {
    if (passage.holder === undefined) continue;
    const known = people.get(passage.holder);
    if (known !== undefined && compareFacts(known.last, passage) >= 0) continue;
    people.set(passage.holder, { holder: passage.holder, zone: passage.to, last: passage });
  }
  return people;
}

/** What we believe about one person now. */
export function presenceOf(
  whereabouts: Whereabouts | undefined,
  context: { readonly nowMs: number; readonly outside: ZoneId; readonly uncertainAfterHours: number },
): PresenceState {
  if (whereabouts === undefined || whereabouts.zone === context.outside) return 'outside';
  const hours = (context.nowMs - whereabouts.last.occurredMs) / 3_600_000;
  return hours > context.uncertainAfterHours ? 'uncertain' : 'inside';
}
