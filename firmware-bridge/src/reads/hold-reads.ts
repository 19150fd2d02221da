/**
 * Is this read a new tap, or the same card still lying on the reader?
 *
 * The window slides: as long as reads of one card follow each other within the hold time, however long that goes on, it is one tap. A
 * different card in between ends it, so the first card is a new tap when it comes back. Each reader has its own memory of one card.
 */
import type { Credential, ReaderId } from '@portvakt/domain';

export type Read = 'first' | 'repeat';

export interface ReadHold {
  see(reader: ReaderId, credential: Credential, atMonotonicMs: number): Read;
}

/** More than any site has; the reader unheard for longest is forgotten first. */
export const READERS_HELD_MAX = 1_024;

interface Held {
  readonly credential: Credential;
  readonly atMs: number;
}

export function holdReads(holdMs: number): ReadHold {
  const held = new Map<ReaderId, Held>();
  return {
    see: (reader, credential, atMonotonicMs) => {
      const last = held.get(reader);
      held.delete(reader); // to its new place, at the end
      held.set(reader, { credential, atMs: atMonotonicMs });
      if (held.size > READERS_HELD_MAX) forgetOldest(held);
      return last !== undefined && isSame(last.credential, credential) && atMonotonicMs - last.atMs < holdMs ? 'repeat' : 'first';
    },
  };
}

function forgetOldest(held: Map<ReaderId, Held>): void {
  const [oldest] = held.keys();
  if (oldest !== undefined) held.delete(oldest);
}

function isSame(a: Credential, b: Credential): boolean {
  return a.bits === b.bits && a.bitLength === b.bitLength && a.technology === b.technology;
}
