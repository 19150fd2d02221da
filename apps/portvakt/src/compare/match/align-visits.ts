/**
 * Which tap belongs to which visit, at one reader.
 *
 * Both records are in order and neither need be whole, so this is the alignment of two sequences: in their own order, never crossing,
 * with the greatest sum of likeness. Where both go the same way for certain they are paired one by one; only around a difference is
 * the table of all ways laid out, and it is bounded.
 */
import type { HolderId } from '@portvakt/domain';

export interface Shown {
  readonly atMs: number;
  readonly holder: HolderId | null;
  readonly opened: boolean;
}

export interface Logged {
  readonly atMs: number;
  /** `undefined`: erased. */
  readonly holder: HolderId | null | undefined;
  readonly granted: boolean;
}

export type Step<V, T> =
  | { readonly visit: V; readonly tap: T }
  | { readonly visit: V; readonly tap: undefined }
  | { readonly visit: undefined; readonly tap: T };

/** A visit and its tap carry the wall clocks of two processes; further apart than this they are not the same event. */
export const APART_MS_MAX = 60_000;
const CLOSE_MS = 2_000;
const NEAR_MS = 15_000;
/** Visits and taps in one table of ways. */
const WINDOW = 96;

export function alignVisits<V extends Shown, T extends Logged>(visits: readonly V[], taps: readonly T[]): readonly Step<V, T>[] {
  const steps: Step<V, T>[] = [];
  let i = 0;
  let j = 0;
  while (i < visits.length && j < taps.length) {
    const visit = visits[i]!;
    const tap = taps[j]!;
    const found = isSure(visit, tap) ? [{ visit, tap }] : untilSure(bestWay(visits.slice(i, i + WINDOW), taps.slice(j, j + WINDOW)));
    for (const step of found) {
      steps.push(step);
      if (step.visit !== undefined) i += 1;
      if (step.tap !== undefined) j += 1;
    }
  }
  for (; i < visits.length; i += 1) steps.push({ visit: visits[i]!, tap: undefined });
  for (; j < taps.length; j += 1) steps.push({ visit: undefined, tap: taps[j]! });
  return steps;
}

/** Up to where both go the same way again; a table that never gets there is trusted for its first half only. */
function untilSure<V extends Shown, T extends Logged>(way: readonly Step<V, T>[]): readonly Step<V, T>[] {
  const end = way.findIndex((step) => step.visit !== undefined && step.tap !== undefined && isSure(step.visit, step.tap));
  if (end >= 0) return way.slice(0, end);
  return way.length < WINDOW ? way : way.slice(0, WINDOW / 2);
}

function isSure(visit: Shown, tap: Logged): boolean {
  return visit.holder === tap.holder && Math.abs(tap.atMs - visit.atMs) <= CLOSE_MS && visit.opened === tap.granted;
}

/** How alike they are; 0 for what cannot be one event. */
function likeness(visit: Shown, tap: Logged): number {
  const apart = Math.abs(tap.atMs - visit.atMs);
  if (apart > APART_MS_MAX) return 0;
  const nobody = tap.holder === undefined || tap.holder === null;
  const same = visit.holder === tap.holder;
  if (!same && apart > NEAR_MS) return 0;
  return (same ? 8 : nobody ? 4 : 1) + (apart <= CLOSE_MS ? 4 : apart <= NEAR_MS ? 2 : 0) + (visit.opened === tap.granted ? 2 : 0);
}

/** Longest common subsequence, weighted. */
function bestWay<V extends Shown, T extends Logged>(visits: readonly V[], taps: readonly T[]): readonly Step<V, T>[] {
  const width = taps.length + 1;
  const sum = new Int32Array((visits.length + 1) * width);
  for (let i = visits.length - 1; i >= 0; i -= 1) {
    for (let j = taps.length - 1; j >= 0; j -= 1) {
      const alike = likeness(visits[i]!, taps[j]!);
      const paired = alike === 0 ? 0 : alike + sum[(i + 1) * width + j + 1]!;
      sum[i * width + j] = Math.max(paired, sum[(i + 1) * width + j]!, sum[i * width + j + 1]!);
    }
  }
  const steps: Step<V, T>[] = [];
  let i = 0;
  let j = 0;
  while (i < visits.length && j < taps.length) {
    const best = sum[i * width + j]!;
    const alike = likeness(visits[i]!, taps[j]!);
    if (alike > 0 && best === alike + sum[(i + 1) * width + j + 1]!) {
      steps.push({ visit: visits[i]!, tap: taps[j]! });
      i += 1;
      j += 1;
    } else if (best === sum[(i + 1) * width + j]) {
      steps.push({ visit: visits[i]!, tap: undefined });
      i += 1;
    } else {
      steps.push({ visit: undefined, tap: taps[j]! });
      j += 1;
    }
  }
  for (; i < visits.length; i += 1) steps.push({ visit: visits[i]!, tap: undefined });
  for (; j < taps.length; j += 1) steps.push({ visit: undefined, tap: taps[j]! });
  return steps;
}
