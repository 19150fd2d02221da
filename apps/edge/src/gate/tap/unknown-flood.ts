/**
 * Is someone trying card numbers at a reader? More than a few unknown cards a minute raise one alarm and are then no longer written
 * down one by one; cards on the list are never counted and never slowed.
 */
import type { ReaderId } from '@portvakt/domain';

export const UNKNOWN_A_MINUTE_MAX = 10;
const MINUTE_MS = 60_000;

export interface UnknownFlood {
  /** `flood_begins` once for each flood; `flood`: do not write it down. A flood ends with a minute below the limit. */
  see(reader: ReaderId, atMonotonicMs: number): 'single' | 'flood_begins' | 'flood';
}

interface Seen {
  times: number[];
  flooding: boolean;
}

/** Readers of a site are few and known, so the memory is bounded by them. */
export function unknownFlood(): UnknownFlood {
  const readers = new Map<ReaderId, Seen>();
  return {
    see(reader, atMonotonicMs) {
      const seen = readers.get(reader) ?? { times: [], flooding: false };
      readers.set(reader, seen);
      seen.times = seen.times.filter((time) => atMonotonicMs - time < MINUTE_MS);
      if (seen.times.length <= UNKNOWN_A_MINUTE_MAX) seen.times.push(atMonotonicMs);
      else seen.times = [...seen.times.slice(1), atMonotonicMs];
      if (seen.times.length <= UNKNOWN_A_MINUTE_MAX) {
        seen.flooding = false;
        return 'single';
      }
      if (seen.flooding) return 'flood';
      seen.flooding = true;
      return 'flood_begins';
    },
  };
}
