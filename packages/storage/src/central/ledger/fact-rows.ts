/** Facts of the gate log as cells and back. The agent and epoch of a batch are given once, so cells begin with the sequence. */
import type { Decision, FactKey, Passage, ReaderFact, TapFact } from '@portvakt/domain';
import type { Ingest } from '@portvakt/ports';
import type { Row } from '../../database/database.ts';
import type { JsonCell } from '../../database/json-rows.ts';
import { json, orNull, text, textIfAny, whole, wholeIfAny } from '../row-reading.ts';

export function entryCells(entry: Ingest['entries'][number]): readonly JsonCell[] {
  return [entry.sequence, entry.kind, entry.occurredMs, entry.envelope, entry.hash, entry.personal, entry.salt];
}

export function tapCells(tap: Ingest['taps'][number]): readonly JsonCell[] {
  const { key, occurredMs, gate, reader, direction, decision, holder, card, sealed } = tap;
  return [
    key.sequence,
    tap.tap,
    occurredMs,
    gate,
    reader,
    direction,
    JSON.stringify(decision),
    orNull(holder),
    orNull(card),
    orNull(sealed),
  ];
}

export function passageCells(passage: Passage): readonly JsonCell[] {
  const { key, occurredMs, holder, card, gate, portal, direction, from, to, evidence, told, tap } = passage;
  return [key.sequence, occurredMs, orNull(holder), orNull(card), gate, portal, direction, from, to, evidence, told, orNull(tap)];
}

export const readerCells = (fact: ReaderFact): readonly JsonCell[] => [fact.reader, fact.state, fact.changedMs, orNull(fact.lastHeardMs)];

const keyOf = (row: Row): FactKey => ({ agent: text(row, 'agent'), epoch: whole(row, 'epoch'), sequence: whole(row, 'sequence') });

export function tapOf(row: Row): TapFact {
  return {
    key: keyOf(row),
    tap: text(row, 'tap'),
    occurredMs: whole(row, 'occurred_ms'),
    gate: text(row, 'gate'),
    reader: text(row, 'reader'),
    direction: text(row, 'direction'),
    decision: decisionOf(json<Decision>(row, 'decision')),
    holder: textIfAny(row, 'holder'),
    card: textIfAny(row, 'card'),
  };
}

/** JSON has no `undefined`: what was left out is put back. */
function decisionOf(told: Decision): Decision {
  return told.kind === 'granted' ? { ...told, overridden: told.overridden, basis: told.basis } : { ...told, basis: told.basis };
}

export function passageOf(row: Row): Passage {
  return {
    key: keyOf(row),
    occurredMs: whole(row, 'occurred_ms'),
    holder: textIfAny(row, 'holder'),
    card: textIfAny(row, 'card'),
    gate: text(row, 'gate'),
    portal: text(row, 'portal'),
    direction: text(row, 'direction'),
    from: text(row, 'from_zone'),
    to: text(row, 'to_zone'),
    evidence: text(row, 'evidence'),
    told: text(row, 'told'),
    tap: textIfAny(row, 'tap'),
  };
}

export const readerOf = (row: Row): ReaderFact => ({
  reader: text(row, 'reader'),
  state: text(row, 'state'),
  changedMs: whole(row, 'changed_ms'),
  lastHeardMs: wholeIfAny(row, 'last_heard_ms'),
});
