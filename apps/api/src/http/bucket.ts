/** A token bucket for each name: `perSecond` on average, `burst` at once. Per process; it guards the process, not a fact. */
import type { Runtime } from '@portvakt/ports';

/** Names kept; beyond, the one unused longest is forgotten. */
const NAMES_MAX = 50_000;

export interface Bucket {
  /** Whether there was a token; takes it. */
  take(name: string): boolean;
}

export function bucket(runtime: Runtime, { perSecond, burst }: { readonly perSecond: number; readonly burst: number }): Bucket {
  const levels = new Map<string, { tokens: number; atMs: number }>();
  const refilled = (level: { tokens: number; atMs: number }, nowMs: number) =>
    Math.min(burst, level.tokens + ((nowMs - level.atMs) / 1_000) * perSecond);
  return {
    take: (name) => {
      const nowMs = runtime.monotonicMs();
      const level = levels.get(name);
      const tokens = level === undefined ? burst : refilled(level, nowMs);
      if (tokens < 1) return false;
      levels.delete(name); // to the end: the first in the map is the one unused longest
      levels.set(name, { tokens: tokens - 1, atMs: nowMs });
      if (levels.size > NAMES_MAX) levels.delete(levels.keys().next().value ?? name);
      return true;
    },
  };
}
