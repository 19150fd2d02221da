/** Reads of the log, the same for the process that writes it and for those that only look. */
import { type EntryReader, type LogEntry, type LogHead, OperatingError } from '@portvakt/ports';
import type { Database, Row, SqlValue } from '../database/database.ts';
import { textOf, textOrNull } from '../database/text-bytes.ts';

/** Entries of one read. */
const READ_MAX = 500;

const columns = `epoch, sequence, CAST(envelope AS BLOB) AS envelope, CAST(hash AS BLOB) AS hash, CAST(personal AS BLOB) AS personal, CAST(salt AS BLOB) AS salt`;

const selectHead = `SELECT epoch, sequence, CAST(hash AS BLOB) AS hash, (SELECT max(occurred_ms) FROM entry) AS latest_ms
  FROM entry ORDER BY epoch DESC, sequence DESC LIMIT 1`;
const selectAfter = `SELECT ${columns} FROM entry WHERE epoch = ? AND sequence > ? ORDER BY sequence LIMIT ?`;
const selectSince = `SELECT ${columns} FROM entry
  WHERE (epoch, sequence) IN (SELECT epoch, sequence FROM entry WHERE occurred_ms >= ? ORDER BY epoch, sequence LIMIT ?) ORDER BY epoch, sequence`;
// one step of the index an epoch, however long the log
const selectEpochs = `WITH RECURSIVE known(epoch) AS (
    SELECT min(epoch) FROM entry UNION ALL SELECT (SELECT min(epoch) FROM entry WHERE epoch > known.epoch) FROM known WHERE known.epoch IS NOT NULL)
  SELECT epoch FROM known WHERE epoch IS NOT NULL`;

export type EntryReads = Omit<EntryReader, 'close'>;

export function entryReads(database: Database): EntryReads {
  const entries = async (sql: string, params: readonly SqlValue[]) => (await database.query(sql, params)).map(entryOf);
  return {
    head: async () => {
      const [row] = await database.query(selectHead);
      return row && headOf(row);
    },
    read: async (epoch, after, limit) => entries(selectAfter, [epoch, after, Math.min(limit, READ_MAX)]),
    since: async (occurredMs, limit) => entries(selectSince, [occurredMs, limit]),
    epochs: async () => (await database.query(selectEpochs)).map((row) => whole(row.epoch)),
  };
}

function headOf(row: Row): LogHead {
  return { epoch: whole(row.epoch), sequence: whole(row.sequence), hash: textOf(row.hash), latestMs: whole(row.latest_ms) };
}

function entryOf(row: Row): LogEntry {
  return {
    epoch: whole(row.epoch),
    sequence: whole(row.sequence),
    envelope: textOf(row.envelope),
    hash: textOf(row.hash),
    personal: textOrNull(row.personal),
    salt: textOrNull(row.salt),
  };
}

function whole(value: SqlValue | undefined): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new OperatingError('store_corrupt', 'a number of the log is none');
}
