/**
 * The simulator's own record of who walked where: the truth that every count is compared with. One JSON line a visit to a gate, appended
 * and never changed.
 */

import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Direction, HolderId } from '@portvakt/domain';

export interface Visit {
  /** From 1, in the order the cards were shown at all gates together. */
  readonly visit: number;
  /** Wall clock when the card was shown, RFC 3339. */
  readonly at: string;
  /** The clock of the simulated day, `HH:MM:SS`. */
  readonly clock: string;
  readonly plate: string;
  readonly direction: Direction;
  /** `null`: a stranger. */
  readonly holder: HolderId | null;
  /** What was shown, `null` for someone who walked by without a card. */
  readonly bits: string | null;
  /** Whether the barrier was seen to open; `null` where no card was shown. */
  readonly opened: boolean | null;
  readonly walked: boolean;
}

export interface TruthRecord {
  readonly path: string;
  write(visit: Omit<Visit, 'visit'>): Visit;
}

export function openTruth(path: string): TruthRecord {
  mkdirSync(dirname(path), { recursive: true });
  let count = readTruth(path).length;
  return {
    path,
    write: (visit) => {
      count += 1;
      const line: Visit = { visit: count, ...visit };
      appendFileSync(path, `${JSON.stringify(line)}\n`);
      return line;
    },
  };
}

/** All whole lines; a line cut short by a kill is not there yet. */
export function readTruth(path: string): readonly Visit[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Visit);
}

/** Who is inside in truth: the last thing each person did, walking by unseen included. */
export function insideInTruth(visits: readonly Visit[]): ReadonlySet<HolderId> {
  const inside = new Set<HolderId>();
  for (const { holder, walked, direction } of visits) {
    if (holder === null || !walked) continue;
    if (direction === 'in') inside.add(holder);
    else inside.delete(holder);
  }
  return inside;
}
