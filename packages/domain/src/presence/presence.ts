/**
 * Who do we believe is inside? A fold over passages; never a counter that is bumped.
 *
 * One person with two cards is one person. What we no longer believe is said to be uncertain; nobody is taken off silently.
 */
import { compareFacts, type Passage } from '../access/passage.ts';
import type { AgentId, HolderId, ZoneId } from '../identity.ts';

export type PresenceState = 'inside' | 'outside' | 'uncertain';

/** Where a person was last known to go. */
export interface Whereabouts {
  readonly holder: HolderId;
  readonly zone: ZoneId;
  readonly last: Passage;
}

/** Each person's last passage at each agent. Grown by {@link account}, in any order. */
export type Fold = Map<HolderId, Map<AgentId, Passage>>;

/** Folds passages (in any order) to the last one of each person. */
export function foldPassages(passages: Iterable<Passage>): ReadonlyMap<HolderId, Whereabouts> {
  const fold: Fold = new Map();
  const people = new Map<HolderId, Whereabouts>();
  for (const passage of passages) {
    const whereabouts = account(fold, passage);
    if (whereabouts !== undefined) people.set(whereabouts.holder, whereabouts);
  }
  return people;
}

/**
 * Takes one passage into the fold and tells where its person is after it; `undefined` for a passage by nobody known.
 *
 * First the last passage within each agent, by sequence; then the latest of those, by the clock. Comparing all passages with each other
 * would let the answer hang on the order of delivery as soon as a clock has jumped.
 */
export function account(fold: Fold, passage: Passage): Whereabouts | undefined {
  const { holder } = passage;
  if (holder === undefined) return undefined;
  const byAgent = fold.get(holder) ?? new Map<AgentId, Passage>();
  fold.set(holder, byAgent);
  const known = byAgent.get(passage.key.agent);
  if (known === undefined || compareFacts(known, passage) < 0) byAgent.set(passage.key.agent, passage);
  const last = [...byAgent.values()].reduce((latest, other) => (compareFacts(latest, other) < 0 ? other : latest));
  return { holder, zone: last.to, last };
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
