/**
 * The people in front of the gates, and the one who writes down what they saw. A visit is a card held to a reader, what the barrier did;
 * those who were let through wait inside the barrier while `holdWalkers` holds them.
 */
import type { Direction } from '@portvakt/domain';
import { openTruth } from '../../../src/simulate/truth.ts';
import type { Door } from './door.ts';
import { passed } from './eventually.ts';
import type { Someone } from './small-site.ts';

export interface Shown {
  readonly door: Door;
  readonly direction: Direction;
  readonly who: Someone;
  /** How often the reader reads the card while it is held there. */
  readonly reads?: number;
}

export interface Street {
  /** Whether the gate opened, and then the person went. One at a time for each gate and direction; a later visit waits its turn. */
  visit(shown: Shown): Promise<boolean>;
  holdWalkers(): void;
  letWalk(): void;
  /** Openings in visits, and openings nobody stood in front of. */
  readonly openings: { readonly met: number; readonly stray: number };
  /** From here on nothing is written down: for a box whose clock is not the street's. */
  stopWriting(): void;
}

/** How long a person waits at a barrier that does nothing before walking away: longer than any order is fresh. */
const PATIENCE_MS = 2_500;
const LOOK_EVERY_MS = 25;

/** `refusals`: how many taps at a reader the box has refused by now, so that nobody waits longer than they must. */
export function openStreet(doors: readonly Door[], truthPath: string, refusals: (reader: string) => Promise<number>): Street {
  const truth = openTruth(truthPath);
  const queues = new Map<string, Promise<unknown>>();
  const waiting = new Map<string, () => void>();
  const openings = { met: 0, stray: 0 };
  let gate: PromiseWithResolvers<void> | undefined;
  let writes = true;
  const placeOf = (door: Door, direction: Direction) => `${door.plate} ${direction}`;
  for (const door of doors)
    door.onOpened((direction) => {
      const met = waiting.get(placeOf(door, direction));
      openings[met === undefined ? 'stray' : 'met'] += 1;
      met?.();
    });

  const opens = async ({ door, direction, who, reads = 1 }: Shown): Promise<boolean> => {
    const place = placeOf(door, direction);
    const refusedBefore = await refusals(door.readers[direction]);
    let opened = false;
    waiting.set(place, () => {
      opened = true;
    });
    await door.present(direction, who.credential, reads);
    const end = performance.now() + PATIENCE_MS;
    while (!opened && performance.now() < end && (await refusals(door.readers[direction])) === refusedBefore) await passed(LOOK_EVERY_MS);
    waiting.delete(place);
    return opened;
  };

  const visit = async (shown: Shown): Promise<boolean> => {
    const { door, direction, who } = shown;
    const at = new Date().toISOString();
    const opened = await opens(shown);
    if (opened) {
      await gate?.promise;
      await door.walk(direction);
    }
    const bits = who.credential.bits;
    if (writes)
      truth.write({ at, clock: at.slice(11, 19), plate: door.plate, direction, holder: who.holder, bits, opened, walked: opened });
    return opened;
  };

  return {
    visit: (shown) => {
      const place = placeOf(shown.door, shown.direction);
      const mine = (queues.get(place) ?? Promise.resolve()).then(() => visit(shown));
      queues.set(
        place,
        mine.catch(() => undefined), // told to whoever waits for the visit; the next one comes all the same
      );
      return mine;
    },
    holdWalkers: () => {
      gate ??= Promise.withResolvers();
    },
    letWalk: () => {
      gate?.resolve();
      gate = undefined;
    },
    openings,
    stopWriting: () => {
      writes = false;
    },
  };
}
