/** The edge's own log, as a store of finished entries. Who composes them (sequence, chain) is the one appender of the gate process. */

/** One entry as it stands in the log and crosses to the centre. */
export interface LogEntry {
  readonly epoch: number;
  /** From 1, gapless within agent and epoch. */
  readonly sequence: number;
  /** JSON text, hashed as it stands; no personal data. */
  readonly envelope: string;
  /** Lower-case hex of 32 bytes, chained. */
  readonly hash: string;
  /** JSON text that the envelope commits to; `null` when there is none or it was erased. */
  readonly personal: string | null;
  /** Base64; erased with the personal part. */
  readonly salt: string | null;
}

export interface LogHead {
  readonly epoch: number;
  /** 0 before the first entry. */
  readonly sequence: number;
  readonly hash: string;
  /** Largest wall clock any entry of the log carries, milliseconds since 1970 UTC: a clock behind it has been set back. */
  readonly latestMs: number;
}

export interface EntryStore {
  /** The end of the newest epoch; `undefined` in an empty log. */
  head(): Promise<LogHead | undefined>;
  /**
   * Appends entries that continue the head, all or none. Resolves only when they are durable (synchronous=FULL).
   * Rejects with `disk_full`, `store_unavailable` or, where the entries do not continue the head, `store_conflict`.
   */
  append(entries: readonly (LogEntry & { readonly occurredMs: number })[]): Promise<void>;
  close(): Promise<void>;
}

/** What other processes of the edge see of the log, through a connection of their own that never writes. */
export interface EntryReader {
  head(): Promise<LogHead | undefined>;
  /** Entries of the epoch after a sequence, oldest first. `limit` at most 500. */
  read(epoch: number, after: number, limit: number): Promise<readonly LogEntry[]>;
  /** Entries whose wall clock is at or after an instant, oldest first. */
  since(occurredMs: number, limit: number): Promise<readonly LogEntry[]>;
  epochs(): Promise<readonly number[]>;
  close(): Promise<void>;
}
