/**
 * From a card that was shown to a gate that opens, or does not.
 *
 * An entry is durable before the gate opens: green is never seen for what the log does not hold. Where the log cannot commit in time
 * the entry is refused. An exit waits for the log no longer than that, then opens anyway; what it leaves behind stays in the queue
 * of the log until it is durable. Whatever fails on the way refuses an entry and opens an exit.
 */
import { type Credential, type Decision, decideOnFault, idOf, type ReaderId, type TapId } from '@portvakt/domain';
import type { OpenOrder, Runtime, Signal } from '@portvakt/ports';
import type { PersonalPart } from '@portvakt/protocol';
import type { Alarms } from '../alarms.ts';
import type { GuardedClock, Moment } from '../clock/guarded-clock.ts';
import type { Appender } from '../log/appender.ts';
import type { Draft } from '../log/draft.ts';
import type { OutstandingGrants } from '../passage/outstanding-grants.ts';
import type { Places, ReaderPlace } from '../site/places.ts';
import type { Tallies } from '../tallies.ts';
import { signalFor } from '../texts/speak.ts';
import { NOBODY, notPassedDraft, passageDraft, personalOf, tapDraft } from './drafts.ts';
import { type Judged, judge, type ListInForce, type RosterPlace } from './judge.ts';
import type { UnknownFlood } from './unknown-flood.ts';

/** An order that the gate has not begun by then is not carried out: the person has gone elsewhere. */
export const ORDER_FRESH_MS = 2_000;

export interface GateLines {
  open(order: OpenOrder): void;
  signal(reader: ReaderId, signal: Signal): void;
}

export interface TapParts {
  readonly runtime: Runtime;
  readonly clock: GuardedClock;
  readonly appender: Appender;
  readonly alarms: Alarms;
  readonly tallies: Tallies;
  readonly places: Places;
  readonly lines: GateLines;
  readonly grants: OutstandingGrants<PersonalPart | null>;
  readonly flood: UnknownFlood;
  /** Whether the read is the same card still lying there. */
  repeats(reader: ReaderId, credential: Credential, atMonotonicMs: number): boolean;
  list(moment: Moment): ListInForce | undefined;
  person(slot: number): RosterPlace | undefined;
  /** The credential in a box that only the centre opens. */
  seal(credential: Credential): string;
}

/** A card shown at a known reader. */
interface Shown {
  readonly tap: TapId;
  readonly place: ReaderPlace;
  readonly credential: Credential;
  readonly moment: Moment;
}

export type TapPath = (reader: ReaderId, credential: Credential, atMonotonicMs: number) => void;

export function tapPath(parts: TapParts): TapPath {
  return (reader, credential, atMonotonicMs) => {
    const place = parts.places.ofReader(reader);
    if (place === undefined) {
      parts.tallies.strayRead();
      return;
    }
    if (parts.repeats(reader, credential, atMonotonicMs)) return;
    const shown: Shown = { tap: idOf('tap', parts.runtime.uuidv7()), place, credential, moment: parts.clock.moment() };
    try {
      answer(parts, shown);
    } catch (cause) {
      // by law anything: an entry is never opened by an exception and an exit never held by one
      onFault(parts, shown, cause);
    }
  };
}

function answer(parts: TapParts, shown: Shown): void {
  const { places, clock } = parts;
  const { place, credential, moment } = shown;
  const judged = judge({
    credential,
    direction: place.portal.direction,
    today: clock.dayAt(moment),
    policy: places.site.policy,
    list: parts.list(moment),
    person: parts.person,
  });
  if (restsOnOldList(judged.decision)) parts.alarms.raise('list_too_old', null, 'the card-status list is older than the site allows');
  if (judged.decision.kind === 'denied') refuse(parts, shown, judged, judged.decision);
  else if (place.portal.direction === 'in') admit(parts, shown, judged);
  else letOut(parts, shown, judged);
}

/** Whatever the site's policy does about it, somebody has to hear of it. */
function restsOnOldList(decision: Decision): boolean {
  return decision.kind === 'denied' ? decision.reason === 'list_too_old' : decision.notices.includes('list_is_old');
}

/** Entry: the gate hears of it only from the log. */
function admit(parts: TapParts, shown: Shown, judged: Judged): void {
  const { appender, runtime, places } = parts;
  const personal = personalOf(judged, () => parts.seal(shown.credential));
  let waiting = true;
  const giveUp = () => {
    waiting = false;
    cancel();
    parts.alarms.raise('decision_fault', 'log', 'the log did not take an entry in time');
    const refused = decideOnFault({ direction: 'in', basis: judged.decision.basis }, 'log_unavailable');
    refuse(parts, { ...shown, tap: idOf('tap', runtime.uuidv7()) }, judged, refused);
  };
  const ticket = appender.append('entry', draftsOf(shown, judged, personal), (outcome) => {
    if (waiting && outcome === 'durable') {
      waiting = false;
      cancel();
      release(parts, shown, judged, personal);
    } else if (waiting) giveUp();
    // it was refused before the disk answered: the log says granted, so it must also say that nobody went
    else if (outcome === 'durable') appender.append('fact', [notPassedDraft(parts.clock.moment(), shown.tap, shown.place.gate.id, 'in')]);
  });
  const cancel = runtime.after(places.site.policy.logWithinMs, () => {
    if (!waiting) return;
    ticket?.withdraw();
    giveUp();
  });
  if (ticket === undefined) giveUp();
}

/** Exit: the log has its time, the person does not wait longer. */
function letOut(parts: TapParts, shown: Shown, judged: Judged): void {
  const { appender, runtime, places, alarms } = parts;
  const personal = personalOf(judged, () => parts.seal(shown.credential));
  let waiting = true;
  const open = () => {
    if (!waiting) return;
    waiting = false;
    cancel();
    release(parts, shown, judged, personal);
  };
  const cancel = runtime.after(places.site.policy.logWithinMs, () => {
    open();
    alarms.raise('exit_not_durable', shown.place.gate.id, 'opened before the log had it; the headcount is not reliable');
  });
  if (appender.append('fact', draftsOf(shown, judged, personal), open) !== undefined) return;
  open();
  alarms.raise('queue_full', shown.place.gate.id, 'an exit is not in the log: its queue is full');
}

/** At a gate that senses nothing the grant is all the evidence of a passage there will be, so both are one commit. */
function draftsOf({ tap, place, moment }: Shown, { cardType, decision }: Judged, personal: PersonalPart): readonly Draft[] {
  const { gate, portal } = place;
  const shown = tapDraft(moment, tap, place, cardType, decision, personal);
  if (gate.evidence !== 'assumed') return [shown];
  return [shown, passageDraft(moment, { tap, gate, portal, evidence: 'assumed', told: 'gate', personal })];
}

/** The one place where a tap moves a gate. */
function release(parts: TapParts, { tap, place }: Shown, judged: Judged, personal: PersonalPart): void {
  const { runtime, lines, places, grants, tallies } = parts;
  const { gate, portal, reader } = place;
  const { openForMs } = places.site.policy;
  const { direction } = portal;
  // first, for a line that is down refuses the order at once
  grants.grant({ order: tap, tap, who: personal, gate: gate.id, direction, atMonotonicMs: runtime.monotonicMs(), openForMs });
  lines.open({ id: tap, gate: gate.id, direction, openForMs, expiresMs: runtime.now() + ORDER_FRESH_MS });
  lines.signal(reader, signalFor(judged.decision, direction, judged.person?.language));
  tallies.decided(portal.direction, judged.decision);
}

function refuse(parts: TapParts, shown: Shown, judged: Judged, decision: Decision): void {
  const { lines, tallies, appender, flood, alarms } = parts;
  const { place, tap, moment } = shown;
  lines.signal(place.reader, signalFor(decision, place.portal.direction, judged.person?.language));
  tallies.decided(place.portal.direction, decision);
  if (decision.kind === 'denied' && decision.reason === 'card_unknown') {
    const seen = flood.see(place.reader, moment.monotonicMs);
    if (seen === 'flood_begins')
      alarms.raise('unknown_card_flood', place.reader, 'unknown cards in quick succession; they are counted, not listed');
    if (seen !== 'single') {
      tallies.unlistedUnknown();
      return;
    }
  }
  const personal = personalOf(judged, () => parts.seal(shown.credential));
  appender.append('fact', [tapDraft(moment, tap, place, judged.cardType, decision, personal)]);
}

function onFault(parts: TapParts, shown: Shown, cause: unknown): void {
  const { place, moment, tap } = shown;
  const { direction } = place.portal;
  const decision = decideOnFault({ direction, basis: undefined }, 'gate_fault');
  const judged: Judged = { decision, cardType: null, person: undefined, digest: null, key: null };
  if (direction === 'out') release(parts, shown, judged, NOBODY);
  else parts.lines.signal(place.reader, signalFor(decision, direction));
  parts.tallies.fault();
  const drafts = direction === 'out' ? draftsOf(shown, judged, NOBODY) : [tapDraft(moment, tap, place, null, decision, null)];
  parts.appender.append('fact', drafts);
  parts.alarms.raise('decision_fault', place.reader, cause instanceof Error ? cause.name : 'no error object');
}
