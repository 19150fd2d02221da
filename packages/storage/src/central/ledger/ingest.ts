/** One checked upload into the ledger: one transaction, a handful of statements however many entries, no effect when it comes again. */
import { type Ingest, type LogHead, OperatingError } from '@portvakt/ports';
import { CHAIN_START } from '@portvakt/trust';
import { type Database, rowsOf, type SqlValue, type Statement } from '../../database/database.ts';
import { type JsonCell, jsonRows } from '../../database/json-rows.ts';
import { changedIfAny } from '../desk/changes.ts';
import { entryCells, passageCells, readerCells, tapCells } from './fact-rows.ts';
import * as statements from './ingest-sql.ts';
import { headOf } from './ledger-head.ts';

export async function ingest(database: Database, batch: Ingest): Promise<LogHead> {
  const ends = endsOf(batch);
  if (ends === undefined) return headAsItIs(database, batch);
  const answers = await database.write(statementsOf(batch, ends));
  const [row] = rowsOf(answers.at(-1)!);
  return headOf(row!);
}

interface Ends {
  readonly first: number;
  readonly last: number;
}

/** First and last sequence; `undefined` for a batch that says nothing. A batch with a hole inside is refused. */
function endsOf({ entries, quarantined }: Ingest): Ends | undefined {
  const sequences = new Set([...entries, ...quarantined].map(({ sequence }) => sequence));
  if (sequences.size === 0) return undefined;
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const sequence of sequences) {
    first = Math.min(first, sequence);
    last = Math.max(last, sequence);
  }
  if (last - first + 1 !== sequences.size) throw new OperatingError('store_conflict', 'the batch has a hole');
  return { first, last };
}

function statementsOf(batch: Ingest, { first, last }: Ends): readonly Statement[] {
  const { scope, agent, epoch, receivedAt } = batch;
  const key = [scope.owner, scope.site, agent, epoch];
  const list = (sql: string, rows: readonly (readonly JsonCell[])[], ...more: readonly SqlValue[]): Statement[] =>
    rows.length === 0 ? [] : [{ sql, params: [...key, jsonRows(rows), ...more] }];
  const outcomes = batch.outcomes.map(({ command, outcome, at }) => [command, outcome, at]);
  return [
    { sql: statements.batchContinues, params: [...key, first] },
    ...list(statements.insertEntries, batch.entries.map(entryCells), receivedAt),
    ...list(statements.insertTaps, batch.taps.map(tapCells)),
    ...list(statements.insertPassages, batch.passages.map(passageCells), receivedAt),
    ...list(
      statements.insertQuarantined,
      batch.quarantined.map(({ sequence, raw, reason }) => [sequence, raw, reason]),
      receivedAt,
    ),
    ...list(statements.upsertReaders, batch.readers.map(readerCells), last),
    ...(outcomes.length === 0
      ? []
      : [{ sql: statements.setOutcomes, params: [scope.owner, scope.site, agent, jsonRows(outcomes)] }, changedIfAny(scope, 'commands')]),
    { sql: statements.raiseHead, params: [...key, last, ...hashAndLatest(batch)] },
    changedIfAny(scope, 'ledger'),
    { sql: statements.selectHead, params: [agent, epoch] },
  ];
}

/** The hash the chain goes on from is that of the last entry that could be read. */
function hashAndLatest({ entries }: Ingest): readonly [hash: string, latestMs: number] {
  let last: Ingest['entries'][number] | undefined;
  let latestMs = 0;
  for (const entry of entries) {
    if (last === undefined || entry.sequence > last.sequence) last = entry;
    latestMs = Math.max(latestMs, entry.occurredMs);
  }
  return [last?.hash ?? CHAIN_START, latestMs];
}

async function headAsItIs(database: Database, { agent, epoch }: Ingest): Promise<LogHead> {
  const [row] = await database.query(statements.selectHead, [agent, epoch]);
  return row ? headOf(row) : { epoch, sequence: 0, hash: CHAIN_START, latestMs: 0 };
}
