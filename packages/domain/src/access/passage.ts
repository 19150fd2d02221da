/** Someone went through. Not the same as a grant: a granted person may turn round. */
import type { AgentId, CardId, GateId, HolderId, PortalId, TapId, ZoneId } from '../identity.ts';
import type { Direction, Evidence } from '../site/site.ts';

/** The key of a fact: gapless within agent and epoch. */
export interface FactKey {
  readonly agent: AgentId;
  readonly epoch: number;
  readonly sequence: number;
}

export interface Passage {
  readonly key: FactKey;
  /** Milliseconds since 1970 UTC, by the edge's guarded clock. */
  readonly occurredMs: number;
  /** `undefined`: the card was unknown, and nobody is refused on the way out. */
  readonly holder: HolderId | undefined;
  /** The card shown, where there was one: it tells which of two employers the person came for. */
  readonly card: CardId | undefined;
  readonly gate: GateId;
  readonly portal: PortalId;
  readonly direction: Direction;
  readonly from: ZoneId;
  readonly to: ZoneId;
  readonly evidence: Evidence;
  /** Who says so: the gate, or a guard who let the person through by hand. */
  readonly told: 'gate' | 'guard';
  readonly tap: TapId | undefined;
}

/**
 * Which of two facts came later. Within an agent the sequence decides, whatever the clocks say; between agents the clock is all there is.
 *
 * Not an order to sort facts of several agents by: where a clock has jumped it goes in circles (A1 before A2 by sequence, A2 before
 * B by the clock, B before A1 by the clock). Presence is folded per agent first; a time line is sorted with {@link compareTimes}.
 */
export function compareFacts(a: Pick<Passage, 'key' | 'occurredMs'>, b: Pick<Passage, 'key' | 'occurredMs'>): number {
  if (a.key.agent === b.key.agent) return a.key.epoch - b.key.epoch || a.key.sequence - b.key.sequence;
  return a.occurredMs - b.occurredMs || (a.key.agent < b.key.agent ? -1 : 1);
}

/** Order along the clock, total over facts of any agents: what a time line is drawn in. */
export function compareTimes(a: Pick<Passage, 'key' | 'occurredMs'>, b: Pick<Passage, 'key' | 'occurredMs'>): number {
  return a.occurredMs - b.occurredMs || compareFacts(a, b);
}
