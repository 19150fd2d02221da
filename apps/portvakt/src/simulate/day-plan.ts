/**
 * A planned day: who comes to which gate when, by the site's clock. The plan is what people mean to do; what happens at the gate
 * (refused, turned round, reader dead) is for the run to see and write down.
 */
import type { Direction } from '@portvakt/domain';
import type { Population } from './population.ts';
import { type Seeded, seeded } from './seeded.ts';

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

export interface PlannedTap {
  /** Milliseconds from midnight at the site. */
  readonly atMs: number;
  /** Index into the population's people, or `undefined` for a stranger. */
  readonly person: number | undefined;
  /** Which of the carried credentials, or which stranger. */
  readonly credential: number;
  readonly direction: Direction;
  /** Index into the site's gates. */
  readonly gate: number;
  /** Lets the barrier time out instead of walking through. */
  readonly turnsRound: boolean;
  /** The card stays in the field: the reader reads it this many times. */
  readonly reads: number;
  /** Walks past without tapping: through an open vehicle gate, on somebody's heels. Truth moves, no system can know. */
  readonly silent: boolean;
}

export type PlannedFault =
  | { readonly atMs: number; readonly kind: 'reader_unplugged'; readonly gate: number; readonly forMs: number }
  | { readonly atMs: number; readonly kind: 'uplink_cut'; readonly forMs: number };

export interface DayPlan {
  readonly taps: readonly PlannedTap[];
  readonly faults: readonly PlannedFault[];
}

/** Share of people at each gate; the last of the shares is the vehicle gate. */
const GATE_SHARES = [0.42, 0.72, 0.93, 1];

export function planDay(population: Population, gates: number, seed: number): DayPlan {
  const chance = seeded(seed);
  const taps: PlannedTap[] = [];
  const add = (atMs: number, person: number | undefined, direction: Direction, more: Partial<PlannedTap> = {}) =>
    taps.push({
      atMs,
      person,
      credential: 0,
      direction,
      gate: pickGate(chance, gates),
      turnsRound: chance.chance(0.01),
      reads: chance.between(1, 4),
      silent: false,
      ...more,
    });

  for (const [index, { habit, carried }] of population.people.entries()) {
    if (carried.length === 0) continue; // card on order: on the list, not at the gate by card
    if (habit === 'forgets_card' && chance.chance(0.5)) continue;
    const arrives = 6.5 * HOUR_MS + bell(chance) * HOUR_MS;
    const leaves = 15 * HOUR_MS + bell(chance) * 1.2 * HOUR_MS;
    add(arrives, index, 'in');
    if (habit === 'expired_card') {
      add(arrives + 20_000, index, 'in'); // tries once more, as people do
      continue;
    }
    if (chance.chance(0.25)) {
      const out = 11 * HOUR_MS + chance.next() * HOUR_MS;
      add(out, index, 'out');
      add(out + chance.between(15, 35) * MINUTE_MS, index, 'in', habit === 'two_cards' ? { credential: 1 } : {});
    }
    add(leaves, index, 'out', { silent: habit === 'forgets_to_tap_out' });
  }
  for (const [index] of population.strangers.entries()) {
    const at = (6.6 + chance.next() * 9) * HOUR_MS;
    add(at, undefined, 'in', { credential: index, turnsRound: false });
    if (index % 3 === 0) add(at + 30 * MINUTE_MS, undefined, 'out', { credential: index, turnsRound: false }); // nobody is refused on the way out
  }
  return {
    taps: taps.toSorted((a, b) => a.atMs - b.atMs),
    faults: [
      { kind: 'reader_unplugged', gate: Math.min(1, gates - 1), atMs: 7.1 * HOUR_MS, forMs: 6 * MINUTE_MS },
      { kind: 'uplink_cut', atMs: 9 * HOUR_MS, forMs: 20 * MINUTE_MS },
    ],
  };
}

function pickGate(chance: Seeded, gates: number): number {
  const at = chance.next();
  return Math.min(
    gates - 1,
    GATE_SHARES.findIndex((share) => at < share),
  );
}

/** Between 0 and 1, mostly near the middle. */
function bell(chance: Seeded): number {
  return (chance.next() + chance.next() + chance.next()) / 3;
}
