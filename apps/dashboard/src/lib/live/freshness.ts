/**
 * How far what is on the screen can be trusted. The server sends something at least every five seconds; silence is told in two steps,
 * a broken line at once when the first new try fails too (one failed try is a server that restarts).
 */
export type Freshness = 'waiting' | 'live' | 'slow' | 'cut';

export const SLOW_AFTER_MS = 20_000;
export const CUT_AFTER_MS = 45_000;
export const CUT_AFTER_FAILURES = 2;

export interface Contact {
  /** When something last came, on the screen's own steady clock; `undefined`: nothing yet. */
  readonly heardMs: number | undefined;
  /** When we began to listen. */
  readonly sinceMs: number;
  /** Tries that failed since something last came. */
  readonly failures: number;
}

export function freshnessOf({ heardMs, sinceMs, failures }: Contact, nowMs: number): Freshness {
  const silentMs = nowMs - (heardMs ?? sinceMs);
  if (failures >= CUT_AFTER_FAILURES || silentMs >= CUT_AFTER_MS) return 'cut';
  if (silentMs >= SLOW_AFTER_MS) return 'slow';
  if (heardMs === undefined) return 'waiting';
  return failures > 0 ? 'slow' : 'live';
}
