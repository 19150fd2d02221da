/** The gate log: what the agents told, and what is drawn out of it for reading. */
import type { LedgerStore, LogEntry } from '@portvakt/ports';
import type { Database, Row } from '../../database/database.ts';
import { packedFrom, readPacked } from '../../database/packed-rows.ts';
import { text, textIfAny, whole } from '../row-reading.ts';
import { passageOf, readerOf, tapOf } from './fact-rows.ts';
import { ingest } from './ingest.ts';
import { selectHead } from './ingest-sql.ts';
import { headOf } from './ledger-head.ts';
import { passageColumns, passagesForNow } from './passages-now.ts';

const tapColumns = ['agent', 'epoch', 'sequence', 'tap', 'occurred_ms', 'gate', 'reader', 'direction', 'decision', 'holder', 'card'];
const entryColumns = ['epoch', 'sequence', 'envelope', 'hash', 'personal', 'salt'];
const selectPassages = packedFrom(
  ['position', 'received_at', ...passageColumns],
  'passage WHERE owner = ? AND site = ? AND position > ? ORDER BY position LIMIT ?',
);
const selectTaps = packedFrom(tapColumns, 'tap WHERE owner = ? AND site = ? ORDER BY occurred_ms DESC, sequence DESC LIMIT ?');
const selectEntries = packedFrom(entryColumns, 'ledger_entry WHERE agent = ? AND epoch = ? AND sequence > ? ORDER BY sequence LIMIT ?');
const countUnmatched = 'SELECT count(*) AS unmatched FROM tap WHERE owner = ? AND site = ? AND occurred_ms >= ? AND holder IS NULL';
const selectReaders = 'SELECT reader, state, changed_ms, last_heard_ms FROM reader_state WHERE owner = ? AND site = ? ORDER BY reader';
const selectQuarantined = `SELECT agent, epoch, sequence, raw, reason, received_at FROM quarantine WHERE owner = ? AND site = ?
  ORDER BY rowid DESC LIMIT ?`;

export function ledgerStore(database: Database): LedgerStore {
  return {
    head: async (agent, epoch) => {
      const [row] = await database.query(selectHead, [agent, epoch]);
      return row && headOf(row);
    },
    ingest: (batch) => ingest(database, batch),
    passagesForNow: (scope, fromMs) => passagesForNow(database, scope, fromMs),
    passagesAfter: async ({ owner, site }, position, limit) =>
      (await readPacked(database, selectPassages, [owner, site, position, limit])).map((row) => ({
        position: whole(row, 'position'),
        passage: passageOf(row),
        receivedAt: text(row, 'received_at'),
      })),
    taps: async ({ owner, site }, limit) => (await readPacked(database, selectTaps, [owner, site, limit])).map(tapOf),
    unmatchedSince: async ({ owner, site }, fromMs) => {
      const [row] = await database.query(countUnmatched, [owner, site, fromMs]);
      return whole(row!, 'unmatched');
    },
    readers: async ({ owner, site }) => (await database.query(selectReaders, [owner, site])).map(readerOf),
    quarantined: async ({ owner, site }, limit) =>
      (await database.query(selectQuarantined, [owner, site, limit])).map((row) => ({
        agent: text(row, 'agent'),
        epoch: whole(row, 'epoch'),
        sequence: whole(row, 'sequence'),
        raw: text(row, 'raw'),
        reason: text(row, 'reason'),
        receivedAt: text(row, 'received_at'),
      })),
    entries: async (agent, epoch, after, limit) => (await readPacked(database, selectEntries, [agent, epoch, after, limit])).map(entryOf),
  };
}

function entryOf(row: Row): LogEntry {
  return {
    epoch: whole(row, 'epoch'),
    sequence: whole(row, 'sequence'),
    envelope: text(row, 'envelope'),
    hash: text(row, 'hash'),
    personal: textIfAny(row, 'personal') ?? null,
    salt: textIfAny(row, 'salt') ?? null,
  };
}
