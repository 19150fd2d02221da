/**
 * The one door to libSQL: checked values in, plain values out.
 *
 * The binding underneath ends the whole process on ordinary bad input (a boolean, an object, a date), cuts text at NUL, rounds
 * integers above 2^53, and ends the process again when it reads a TEXT cell that is not UTF-8. So nothing reaches it unchecked, and
 * text is checked before it is stored.
 */

export type SqlValue = string | number | bigint | null | Uint8Array;

export interface Statement {
  readonly sql: string;
  readonly params?: readonly SqlValue[];
}

/** What one statement answered, in the order of its columns. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
  /** Rows changed; 0 for a statement that answers rows, RETURNING included. */
  readonly changes: number;
}

/** A row by column name. Integers beyond ±(2^53 − 1) come as bigint. */
export type Row = Readonly<Record<string, SqlValue>>;

export interface Database {
  query(sql: string, params?: readonly SqlValue[]): Promise<readonly Row[]>;
  /** Several reads of one moment. */
  read(statements: readonly Statement[]): Promise<readonly Answer[]>;
  /**
   * All or none, in order, durable when it resolves. Calls that wait together are committed together, each failing for itself.
   * Rejects with `value_refused`, `store_conflict` (a constraint), `disk_full`, `queue_full`, `store_corrupt` or `store_unavailable`.
   */
  write(statements: readonly Statement[]): Promise<readonly Answer[]>;
  /** Moves everything from the write-ahead log into the file and empties the log, so that what was erased is gone from there too. */
  checkpoint(): Promise<void>;
  stats(): DatabaseStats;
  /** Finishes what waits, checkpoints and closes. Calls after it are rejected. */
  close(): Promise<void>;
}

export interface DatabaseStats {
  /** Calls of `write` that were answered, and the transactions they took. */
  readonly writes: number;
  readonly commits: number;
  readonly waiting: number;
  readonly waitingBytes: number;
}

/** Calls that may wait for one connection before `queue_full`. */
export const CALLS_WAITING_MAX = 4_096;
/** Bytes, by a rough count, that may wait for one connection before `queue_full`; one call with more is `value_refused`. */
export const BYTES_WAITING_MAX = 64 * 1024 * 1024;

/** Rows of an answer by column name; where two columns share a name the first wins. */
export function rowsOf({ columns, rows }: Answer): readonly Row[] {
  return rows.map((values) => {
    const row: Record<string, SqlValue> = {};
    for (let i = columns.length - 1; i >= 0; i -= 1) row[columns[i]!] = values[i]!;
    return row;
  });
}
