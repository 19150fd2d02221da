/** A visit beside its tap: the same person, the same answer, and a passage exactly where someone went. */
import type { Gate } from '@portvakt/domain';
import type { Visit } from '../../simulate/truth.ts';
import type { Finding } from '../finding.ts';
import { holderOf, occurredMs, type PassageEntry, type ReadEntry, type TapEntry } from '../read/read-entry.ts';

export interface PairContext {
  readonly gate: Gate;
  /** The whole log, in order. */
  readonly edge: readonly ReadEntry[];
  readonly passages: readonly PassageEntry[];
  readonly isRecent: boolean;
}

export function judgePair(visit: Visit, tap: TapEntry, context: PairContext): readonly Finding[] {
  return [...person(visit, tap), ...answer(visit, tap, context), ...through(visit, tap, context)];
}

function person(visit: Visit, tap: TapEntry): readonly Finding[] {
  const named = holderOf(tap);
  if (named === visit.holder) return [];
  if (named === undefined) return ['erased'];
  if (named !== null) return ['wrong_person'];
  return [whyNot(tap) === 'no_list' ? 'no_list' : 'unrecognised'];
}

/** What stood in the way, also where it was set aside on the way out. */
function whyNot({ envelope: { decision } }: TapEntry): string | null {
  return decision.kind === 'denied' ? decision.reason : decision.overridden;
}

function answer(visit: Visit, tap: TapEntry, { edge }: PairContext): readonly Finding[] {
  const granted = tap.envelope.decision.kind === 'granted';
  const opened = visit.opened === true;
  const isStranger = visit.holder === null && visit.direction === 'in';
  if (opened && (!granted || isStranger)) return ['wrongly_opened'];
  if (opened || !granted) return [];
  if (stoppedAfter(tap, edge) || startedSoonAfter(tap, edge)) return ['interrupted'];
  return [saidNotPassed(tap, edge) ? 'not_taken' : 'not_opened'];
}

/** Whether the box started anew before anything more was heard of this gate: granted in the log, and nothing came of it. */
function stoppedAfter({ key, envelope: { gate } }: TapEntry, edge: readonly ReadEntry[]): boolean {
  const next = edge.find(({ key: other, envelope }) => {
    const isLater = other.epoch > key.epoch || (other.epoch === key.epoch && other.sequence > key.sequence);
    return isLater && (envelope?.kind === 'start' || (envelope !== undefined && 'gate' in envelope && envelope.gate === gate));
  });
  return next?.envelope?.kind === 'start';
}

function through(visit: Visit, tap: TapEntry, { gate, edge, passages, isRecent }: PairContext): readonly Finding[] {
  // a gate that senses nothing can only say that it opened
  const expected = gate.evidence === 'assumed' ? visit.opened === true : visit.walked;
  const [passage, second] = passages;
  if (passage === undefined) {
    if (!expected) return [];
    if (isRecent) return ['in_progress'];
    return [visit.direction === 'out' && startedSoonAfter(tap, edge) ? 'unheard_exit' : 'lost_passage'];
  }
  if (!expected) {
    if (isRecent) return ['in_progress'];
    return [gate.evidence !== 'assumed' && passage.envelope.evidence === 'assumed' ? 'presumed' : 'phantom_passage'];
  }
  const isWhole = passages.every(
    (p) => holderOf(p) === holderOf(tap) && p.envelope.gate === gate.id && p.envelope.direction === visit.direction,
  );
  return [...(second === undefined ? [] : (['doubled_passage'] as const)), ...(isWhole ? [] : (['wrong_person'] as const))];
}

/** Whether the log itself says that nobody went: the barrier did not take the order in time, or was passed by nobody. */
function saidNotPassed({ envelope: { tap } }: TapEntry, edge: readonly ReadEntry[]): boolean {
  return edge.some(({ envelope }) => envelope?.kind === 'not_passed' && envelope.tap === tap);
}

/** Longest that a released barrier may take to tell what became of it. */
const UNHEARD_WITHIN_MS = 10_000;

/** Whether the box began anew while the barrier was still to be heard. */
function startedSoonAfter(tap: TapEntry, edge: readonly ReadEntry[]): boolean {
  const at = edge.findIndex(({ key }) => key.epoch === tap.key.epoch && key.sequence === tap.key.sequence);
  const start = edge.slice(at + 1).find(({ envelope }) => envelope?.kind === 'start');
  const previous = start && edge[edge.indexOf(start) - 1];
  return previous !== undefined && occurredMs(previous) - occurredMs(tap) < UNHEARD_WITHIN_MS;
}
