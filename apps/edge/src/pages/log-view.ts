/**
 * What the pages know of the log: read once from its beginning, then only what is new. Nothing is counted here; presence is folded from
 * the passages each time it is asked for.
 */
import { account, type Fold, type Passage, type ReaderFact, type ReaderId, type TapFact } from '@portvakt/domain';
import type { EntryReader, LogEntry } from '@portvakt/ports';
import { type Envelope, envelope, fromWireDecision, type PersonalPart, personalPart } from '@portvakt/protocol';
import { jsonOf } from '../state/identity.ts';

/** Entries read at a time. */
const READ_AT_ONCE = 500;
/** Taps kept for the feed. */
const TAPS_MAX = 30;
/** Passages of today that are kept one by one; a site of thousands has fewer. */
const PASSAGES_MAX = 50_000;

export interface LogView {
  /** Reads what is new. Answers whether there was anything. */
  catchUp(): Promise<boolean>;
  /** The last passage of each person before an instant, and every passage from it on. */
  passages(fromMs: number): readonly Passage[];
  /** Newest first. */
  taps(): readonly TapFact[];
  unmatchedSince(fromMs: number): number;
  readers(): readonly ReaderFact[];
  readonly sequence: number;
}

export function logView(reader: EntryReader): LogView {
  const last: Fold = new Map();
  const readers = new Map<ReaderId, ReaderFact>();
  let recent: Passage[] = [];
  let taps: TapFact[] = [];
  let unmatched: number[] = [];
  let at = { epoch: 0, sequence: 0 };

  const take = (entry: LogEntry) => {
    at = { epoch: entry.epoch, sequence: entry.sequence };
    const read = envelope.safeParse(jsonOf(Buffer.from(entry.envelope)));
    if (!read.success) return; // of a newer program; the centre has it whole
    const fact = read.data;
    const occurredMs = Date.parse(fact.occurredAt);
    const person = personOf(entry.personal);
    if (fact.kind === 'passage') {
      const passage = passageOf(fact, occurredMs, person);
      account(last, passage);
      recent.push(passage);
      if (recent.length > PASSAGES_MAX) recent = recent.slice(-PASSAGES_MAX / 2);
    } else if (fact.kind === 'tap') {
      taps = [tapOf(fact, occurredMs, person), ...taps.slice(0, TAPS_MAX - 1)];
      heard(fact.reader, occurredMs);
      if (fact.decision.kind === 'denied' ? fact.decision.reason === 'card_unknown' : fact.decision.overridden === 'card_unknown')
        unmatched = [...unmatched.slice(-PASSAGES_MAX), occurredMs];
    } else if (fact.kind === 'reader_state') {
      readers.set(fact.reader, {
        reader: fact.reader,
        state: fact.state,
        changedMs: occurredMs,
        lastHeardMs: fact.state === 'online' ? occurredMs : readers.get(fact.reader)?.lastHeardMs,
      });
    }
  };
  const heard = (reader: ReaderId, occurredMs: number) => {
    const known = readers.get(reader);
    readers.set(reader, { reader, state: known?.state ?? 'online', changedMs: known?.changedMs ?? occurredMs, lastHeardMs: occurredMs });
  };

  return {
    catchUp: async () => {
      let grown = false;
      const epochs = (await reader.epochs()).filter((epoch) => epoch >= at.epoch);
      for (const epoch of epochs) {
        for (;;) {
          const entries = await reader.read(epoch, epoch === at.epoch ? at.sequence : 0, READ_AT_ONCE);
          for (const entry of entries) take(entry);
          grown ||= entries.length > 0;
          if (entries.length < READ_AT_ONCE) break;
        }
      }
      return grown;
    },
    passages: (fromMs) => {
      recent = recent.filter((p) => p.occurredMs >= fromMs);
      const today = new Set(recent);
      const before = [...last.values()].flatMap((byAgent) => [...byAgent.values()]).filter((p) => !today.has(p));
      return [...before, ...recent];
    },
    taps: () => taps,
    unmatchedSince: (fromMs) => {
      unmatched = unmatched.filter((ms) => ms >= fromMs);
      return unmatched.length;
    },
    readers: () => [...readers.values()],
    get sequence() {
      return at.sequence;
    },
  };
}

type Of<K extends Envelope['kind']> = Extract<Envelope, { kind: K }>;

function personOf(personal: string | null): PersonalPart | undefined {
  return personal === null ? undefined : personalPart.safeParse(jsonOf(Buffer.from(personal))).data;
}

function passageOf(fact: Of<'passage'>, occurredMs: number, person: PersonalPart | undefined): Passage {
  const { agent, epoch, sequence, gate, portal, direction, from, to, evidence, told, tap } = fact;
  return {
    key: { agent, epoch, sequence },
    occurredMs,
    holder: person?.holder ?? undefined,
    card: person?.card ?? undefined,
    gate,
    portal,
    direction,
    from,
    to,
    evidence,
    told,
    tap: tap ?? undefined,
  };
}

function tapOf(fact: Of<'tap'>, occurredMs: number, person: PersonalPart | undefined): TapFact {
  const { agent, epoch, sequence, tap, gate, reader, direction, decision } = fact;
  return {
    key: { agent, epoch, sequence },
    tap,
    occurredMs,
    gate,
    reader,
    direction,
    decision: fromWireDecision(decision),
    holder: person?.holder ?? undefined,
    card: person?.card ?? undefined,
  };
}
