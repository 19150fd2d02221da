import type { CardId, LineageId, Scope } from '@portvakt/domain';
import type { SiteKeys } from './sites.ts';

/** One entry of a card-status list: four 32-bit words. `status` 0 with `holder` 0 is a removal. */
export interface ListEntry {
  readonly high: number;
  readonly low: number;
  readonly status: number;
  readonly holder: number;
}

export interface ListHead {
  readonly lineage: LineageId;
  readonly version: number;
  /** Of the index at that version, hex. */
  readonly checksum: string;
}

export interface CardStatusStore {
  head(scope: Scope): Promise<ListHead | undefined>;
  entries(scope: Scope): Promise<readonly ListEntry[]>;
  /** Entries changed after a version, each once with its newest words; `undefined` when the list no longer reaches back that far. */
  changedAfter(scope: Scope, version: number): Promise<readonly ListEntry[] | undefined>;
  /**
   * Writes the next version: changed and removed entries, the new head. `store_conflict` when `before` is no longer the head, so that
   * two instances never both make version n + 1. A new lineage starts the list over; `digest` is the site's new key of the list, which
   * comes into force in the same transaction, for entries under two keys must never stand side by side.
   */
  advance(
    scope: Scope,
    before: ListHead | undefined,
    after: ListHead,
    changes: readonly ListEntry[],
    digest?: SiteKeys['digest'],
  ): Promise<void>;
  /** The slot of each card in the list, given out once and never reused within a lineage. */
  slots(scope: Scope, cards: readonly CardId[]): Promise<ReadonlyMap<CardId, number>>;
}
