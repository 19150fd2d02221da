/** What the agents told, as the centre keeps it: the entries themselves, and the facts drawn out of them for reading. */
import type { AgentId, Passage, ReaderFact, Scope, TapFact } from '@portvakt/domain';
import type { LogEntry, LogHead } from '../edge/entry-store.ts';

/** One upload that has been checked. Entries continue the head; those set aside are kept as they came, with the reason. */
export interface Ingest {
  readonly scope: Scope;
  readonly agent: AgentId;
  readonly epoch: number;
  /** RFC 3339. */
  readonly receivedAt: string;
  readonly entries: readonly (LogEntry & { readonly occurredMs: number; readonly kind: string })[];
  readonly taps: readonly (TapFact & { readonly sealed: string | undefined })[];
  readonly passages: readonly Passage[];
  readonly readers: readonly ReaderFact[];
  readonly quarantined: readonly Quarantined[];
  /** Commands whose outcome these entries carry. */
  readonly outcomes: readonly { readonly command: string; readonly outcome: string; readonly at: string }[];
}

export interface Quarantined {
  readonly sequence: number;
  readonly raw: string;
  readonly reason: string;
}

export interface LedgerStore {
  /** How far this agent and epoch is durable here; `undefined` before its first entry. */
  head(agent: AgentId, epoch: number): Promise<LogHead | undefined>;
  /** One transaction, FULL. Entries already there are left as they are (re-send has no effect). Answers the new head. */
  ingest(batch: Ingest): Promise<LogHead>;
  /** The last passage of each person before an instant, and all passages from it on. */
  passagesForNow(scope: Scope, fromMs: number): Promise<readonly Passage[]>;
  /** Passages in ledger order after an opaque row position. */
  passagesAfter(
    scope: Scope,
    position: number,
    limit: number,
  ): Promise<readonly { readonly position: number; readonly passage: Passage; readonly receivedAt: string }[]>;
  /** Newest first. */
  taps(scope: Scope, limit: number): Promise<readonly TapFact[]>;
  unmatchedSince(scope: Scope, fromMs: number): Promise<number>;
  readers(scope: Scope): Promise<readonly ReaderFact[]>;
  quarantined(
    scope: Scope,
    limit: number,
  ): Promise<readonly (Quarantined & { readonly agent: AgentId; readonly epoch: number; readonly receivedAt: string })[]>;
  /** Every entry of an agent in order, for the comparison of records. */
  entries(agent: AgentId, epoch: number, after: number, limit: number): Promise<readonly LogEntry[]>;
}
