/** The edge's log in memory: what the contract suite is tried on first, and what a simulation runs on. */

import type { EntryReader, EntryStore, LogEntry, LogHead } from '../edge/entry-store.ts';
import { OperatingError } from '../operating-error.ts';

export interface MemoryEntryStore extends EntryStore, EntryReader {
  readonly entries: readonly (LogEntry & { readonly occurredMs: number })[];
  /** The next appends reject with this code until it is cleared. */
  failWith(code: 'disk_full' | 'store_unavailable' | undefined): void;
}

export function memoryEntryStore(): MemoryEntryStore {
  const entries: (LogEntry & { occurredMs: number })[] = [];
  let failing: 'disk_full' | 'store_unavailable' | undefined;
  const head = (): LogHead | undefined => {
    const last = entries.at(-1);
    return last && { epoch: last.epoch, sequence: last.sequence, hash: last.hash, latestMs: Math.max(...entries.map((e) => e.occurredMs)) };
  };
  return {
    entries,
    failWith: (code) => {
      failing = code;
    },
    head: async () => head(),
    append: async (added) => {
      if (failing) throw new OperatingError(failing, 'told to fail');
      let before = head();
      for (const entry of added) {
        const continues =
          before !== undefined && entry.epoch === before.epoch
            ? entry.sequence === before.sequence + 1
            : entry.sequence === 1 && entry.epoch > (before?.epoch ?? 0);
        if (!continues) throw new OperatingError('store_conflict', `entry ${entry.epoch}/${entry.sequence} does not continue the log`);
        before = { epoch: entry.epoch, sequence: entry.sequence, hash: entry.hash, latestMs: entry.occurredMs };
      }
      entries.push(...added);
    },
    read: async (epoch, after, limit) => entries.filter((e) => e.epoch === epoch && e.sequence > after).slice(0, limit),
    since: async (occurredMs, limit) => entries.filter((e) => e.occurredMs >= occurredMs).slice(0, limit),
    epochs: async () => [...new Set(entries.map((e) => e.epoch))],
    close: async () => undefined,
  };
}
