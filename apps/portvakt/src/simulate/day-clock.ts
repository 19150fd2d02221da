/**
 * The clock of the simulated day: it runs so many times faster than the wall, and skips what nobody would watch, so that a site is never
 * still for long.
 */
export interface DayClock {
  /** Milliseconds of waiting, on the wall, from one moment of the day to another. */
  wallMsBetween(fromMs: number, toMs: number): number;
}

/** The longest stillness, on the wall. */
export const STILL_MS_MAX = 4_000;

export function dayClock(speed: number): DayClock {
  return { wallMsBetween: (fromMs, toMs) => Math.min(STILL_MS_MAX, Math.max(0, toMs - fromMs) / speed) };
}

/** `HH:MM:SS` of a moment of the day. */
export function clockText(ms: number): string {
  const s = Math.floor(ms / 1_000);
  return [s / 3_600, (s / 60) % 60, s % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}
