/** The facts that accepted entries hold, for reading: taps, passages, states of readers, outcomes of commands. */
import type { Passage, ReaderFact, TapFact, TapId } from '@portvakt/domain';
import type { Ingest } from '@portvakt/ports';
import { fromWireDecision } from '@portvakt/protocol';
import type { Accepted } from './check-batch.ts';
import type { Match, Person } from './match-credentials.ts';

type Facts = Pick<Ingest, 'taps' | 'passages' | 'readers' | 'outcomes'>;

export function drawFacts(accepted: readonly Accepted[], match: Match): Facts {
  const taps: (TapFact & { readonly sealed: string | undefined })[] = [];
  const passages: Passage[] = [];
  const readers: ReaderFact[] = [];
  const outcomes: Ingest['outcomes'][number][] = [];
  const ofTap = new Map<TapId, Person>();

  for (const { envelope, personal } of accepted) {
    const key = { agent: envelope.agent, epoch: envelope.epoch, sequence: envelope.sequence };
    const occurredMs = Date.parse(envelope.occurredAt);
    const told: Partial<Person> | undefined = personal?.holder
      ? { holder: personal.holder, ...(personal.card ? { card: personal.card } : {}) }
      : personal && match(personal);
    switch (envelope.kind) {
      case 'tap': {
        const { tap, gate, reader, direction } = envelope;
        if (told?.holder && told.card) ofTap.set(tap, { holder: told.holder, card: told.card });
        // the box stays only with a tap that is still work to do
        const sealed = told?.holder ? undefined : (personal?.sealed ?? undefined);
        taps.push({
          key,
          tap,
          occurredMs,
          gate,
          reader,
          direction,
          decision: fromWireDecision(envelope.decision),
          holder: told?.holder,
          card: told?.card,
          sealed,
        });
        break;
      }
      case 'passage': {
        const { gate, portal, direction, from, to, evidence } = envelope;
        const tap = envelope.tap ?? undefined;
        const person = told ?? (tap && ofTap.get(tap));
        passages.push({
          key,
          occurredMs,
          holder: person?.holder,
          card: person?.card,
          gate,
          portal,
          direction,
          from,
          to,
          evidence,
          told: envelope.told,
          tap,
        });
        break;
      }
      case 'reader_state':
        readers.push({ reader: envelope.reader, state: envelope.state, changedMs: occurredMs, lastHeardMs: occurredMs });
        break;
      case 'command':
        outcomes.push({ command: envelope.command, outcome: envelope.outcome, at: envelope.occurredAt });
        break;
      case 'not_passed':
      case 'gate_state':
      case 'start':
      case 'alarm':
      case 'list':
        break; // kept as entries; nothing is read out of them here
    }
  }
  return { taps, passages, readers, outcomes };
}
