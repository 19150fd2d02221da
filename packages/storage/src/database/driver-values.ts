/** Values on their way into the driver and out of it, the same for a file and for a server. */
import type { InValue, ResultSet } from '@libsql/client/sqlite3';
import type { Answer, SqlValue, Statement } from './database.ts';

/** The driver binds every JavaScript number as a REAL; whole numbers go down as integers. It has no own view type for bytes. */
export function bound({ sql, params = [] }: Statement): { sql: string; args: InValue[] } {
  return { sql, args: params.map((value) => (typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value)) };
}

export function answerOf(result: ResultSet): Answer {
  const { columns } = result;
  const rows = result.rows.map((row) => columns.map((_, i) => plain(row[i])));
  return { columns, rows, changes: result.rowsAffected };
}

function plain(value: unknown): SqlValue {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return value as SqlValue; // the driver knows text, reals and null besides
}
