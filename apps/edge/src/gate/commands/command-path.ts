/**
 * Orders from the centre. Each is signed for this agent, dead after its expiry, and carried out once: its nonce is durable before
 * anything is done, so neither a restart nor a link that delivers twice makes a gate open twice.
 *
 * The link hands over the same pending orders again and again until the centre has their outcome; one that was answered in this run
 * is passed over in silence. A nonce from before a restart is told as `replayed`.
 */
import type { CommandId } from '@portvakt/domain';
import type { OpenOrder, Runtime } from '@portvakt/ports';
import { type CommandPayload, commandPayload, type PersonalPart, pendingCommands } from '@portvakt/protocol';
import type { SeenNonces } from '@portvakt/storage';
import { type Identity, jsonOf } from '../../state/identity.ts';
import { readSigned } from '../../state/paper.ts';
import type { GuardedClock, Moment } from '../clock/guarded-clock.ts';
import type { Appender } from '../log/appender.ts';
import { type Draft, draft } from '../log/draft.ts';
import type { OutstandingGrants } from '../passage/outstanding-grants.ts';
import type { Places } from '../site/places.ts';
import { NOBODY, passageDraft } from '../tap/drafts.ts';
import { type GateLines, ORDER_FRESH_MS } from '../tap/tap-path.ts';

/** What moves a gate lives for seconds; an order that claims more was not made by our centre. */
export const OPEN_LIFE_MAX_MS = 10_000;
/** An order from further ahead than this says that our clock is behind: it would live too long. */
export const AHEAD_MAX_MS = 30_000;
/** Orders remembered as answered; far more than are ever pending. */
export const ANSWERED_MAX = 1_000;
/** How long the gate has to say what became of an order. */
export const ANSWER_WITHIN_MS = ORDER_FRESH_MS + 3_000;
/** A nonce is kept this long after its order ended. */
export const NONCE_KEPT_MS = 7 * 86_400_000;

export type CommandOutcome = 'done' | 'expired' | 'replayed' | 'refused' | 'failed';

export interface CommandParts {
  readonly runtime: Runtime;
  readonly me: Identity;
  readonly clock: GuardedClock;
  readonly nonces: SeenNonces;
  readonly appender: Appender;
  readonly places: () => Places | undefined;
  readonly lines: GateLines & { identify(reader: Parameters<GateLines['signal']>[0]): void };
  readonly grants: OutstandingGrants<PersonalPart | null>;
  overlay(
    lineage: Extract<CommandPayload['order'], { kind: 'block' }>['lineage'],
    slot: number,
    blocked: boolean,
  ): Promise<'done' | 'refused'>;
  /** Text that is no order of ours: not written down, for it names nothing we can trust. */
  unreadable(refusal: string): void;
}

export interface CommandPath {
  /** The file of pending orders, as the link wrote it. */
  take(bytes: Uint8Array): Promise<void>;
  /** What the gate said of an order. */
  answered(order: OpenOrder['id'], outcome: 'done' | 'expired' | 'refused'): void;
}

export function commandPath(parts: CommandParts): CommandPath {
  const answered = new Set<CommandId>();
  const opening = new Map<string, (outcome: CommandOutcome) => void>();
  let queue: Promise<void> = Promise.resolve();

  const conclude = (command: CommandId, outcome: CommandOutcome, detail = '', more: readonly Draft[] = []) => {
    answered.add(command);
    if (answered.size > ANSWERED_MAX) answered.delete(answered.values().next().value!);
    parts.appender.append('fact', [...more, draft(parts.clock.moment(), { kind: 'command', command, outcome, detail })]);
  };

  const one = async (paper: CommandPayload) => {
    const { command, nonce, order } = paper;
    if (answered.has(command)) return;
    const moment = parts.clock.moment();
    const [issuedMs, expiresMs] = [Date.parse(paper.issuedAt), Date.parse(paper.expiresAt)];
    if (moment.guardedMs > expiresMs) return conclude(command, 'expired');
    const moves = order.kind === 'open';
    if (moves && expiresMs - issuedMs > OPEN_LIFE_MAX_MS) return conclude(command, 'refused', 'lives too long');
    if (moves && issuedMs - moment.guardedMs > AHEAD_MAX_MS) return conclude(command, 'refused', 'our clock is behind');
    // before anything is done; an error here leaves the order undone and is tried again
    if (!(await parts.nonces.remember(nonce, expiresMs + NONCE_KEPT_MS))) return conclude(command, 'replayed');
    if (parts.clock.moment().guardedMs > expiresMs) return conclude(command, 'expired');
    await carryOut(parts, paper, conclude, opening);
  };

  return {
    take: (bytes) => {
      const read = pendingCommands.safeParse(jsonOf(bytes));
      queue = queue.then(async () => {
        if (!read.success) return parts.unreadable('shape');
        for (const text of read.data.commands) {
          const paper = readSigned(text, 'command', commandPayload, parts.me);
          if (paper.ok) await one(paper.value);
          else parts.unreadable(paper.refusal);
        }
      });
      const done = queue;
      queue = queue.catch(() => undefined); // whoever waits for `done` hears of it
      return done;
    },
    answered: (order, outcome) => {
      opening.get(order)?.(outcome === 'refused' ? 'failed' : outcome);
    },
  };
}

type Conclude = (command: CommandId, outcome: CommandOutcome, detail?: string, more?: readonly Draft[]) => void;

async function carryOut(
  parts: CommandParts,
  { command, order }: CommandPayload,
  conclude: Conclude,
  opening: Map<string, (outcome: CommandOutcome) => void>,
): Promise<void> {
  switch (order.kind) {
    case 'open':
      return openGate(parts, command, order, conclude, opening);
    case 'identify':
      if (parts.places()?.ofReader(order.reader) === undefined) return conclude(command, 'refused', 'no such reader');
      parts.lines.identify(order.reader);
      return conclude(command, 'done');
    case 'block':
      return conclude(command, await parts.overlay(order.lineage, order.slot, order.blocked));
    case 'record_passage': {
      const passage = manualPassageDraft(parts.places(), parts.clock.moment(), order);
      return passage === undefined ? conclude(command, 'refused', 'no such way through') : conclude(command, 'done', '', [passage]);
    }
  }
}

function openGate(
  parts: CommandParts,
  command: CommandId,
  { gate, direction }: { readonly gate: Parameters<Places['portal']>[0]; readonly direction: 'in' | 'out' },
  conclude: Conclude,
  opening: Map<string, (outcome: CommandOutcome) => void>,
): void {
  const { runtime, clock, grants, lines } = parts;
  const places = parts.places();
  const [known, portal] = [places?.gate(gate), places?.portal(gate, direction)];
  if (places === undefined || known === undefined || portal === undefined) {
    conclude(command, 'refused', 'no such way through');
    return;
  }
  const { openForMs } = places.site.policy;
  const told = (outcome: CommandOutcome) => {
    cancel();
    opening.delete(command);
    // nobody is known to go, but at a gate that senses nothing someone may have: an exit like that must be seen in the headcount
    const through =
      outcome === 'done' && known.evidence === 'assumed'
        ? [passageDraft(clock.moment(), { tap: null, gate: known, portal, evidence: 'assumed', told: 'gate', personal: null })]
        : [];
    conclude(command, outcome, '', through);
  };
  const cancel = runtime.after(ANSWER_WITHIN_MS, () => told('failed'));
  opening.set(command, told);
  grants.grant({ order: command, tap: undefined, who: null, gate, direction, atMonotonicMs: runtime.monotonicMs(), openForMs });
  lines.open({ id: command, gate, direction, openForMs, expiresMs: runtime.now() + ORDER_FRESH_MS });
}

/** A guard's word that someone went through; `undefined` where the gate has no such way. */
export function manualPassageDraft(
  places: Places | undefined,
  moment: Moment,
  {
    holder,
    gate,
    direction,
    by,
  }: Pick<Extract<CommandPayload['order'], { kind: 'record_passage' }>, 'holder' | 'gate' | 'direction' | 'by'>,
): Draft | undefined {
  const [known, portal] = [places?.gate(gate), places?.portal(gate, direction)];
  if (known === undefined || portal === undefined) return undefined;
  return passageDraft(moment, { tap: null, gate: known, portal, evidence: 'assumed', told: 'guard', personal: { ...NOBODY, holder, by } });
}
