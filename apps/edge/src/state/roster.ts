/** The site roster: people behind the slots of the list. Sealed as it lies on disk; opened in memory only. */
import { isId, languages } from '@portvakt/domain';
import { type RosterPeople, rosterPayload, rosterPeople } from '@portvakt/protocol';
import { unseal } from '@portvakt/trust';
import type { RosterPlace } from '../gate/tap/judge.ts';
import { type Identity, jsonOf } from './identity.ts';
import { type PaperRefusal, readPaper } from './paper.ts';

export interface OpenedRoster<People> {
  readonly version: number;
  /** When the centre made it, milliseconds since 1970 UTC. */
  readonly issuedMs: number;
  /** Its own deletion clock: after this it is gone, heard of or not. */
  readonly deleteAfterMs: number;
  readonly people: People;
}

/** All of it, for the pages. */
export function readRoster(bytes: Uint8Array, me: Identity, atLeast?: number): OpenedRoster<RosterPeople> | PaperRefusal {
  return opened(bytes, me, atLeast, (plain) => rosterPeople.safeParse(plain).data);
}

/** Slots alone, for the gate: whom a slot stands for and which language they read. No name is kept. */
export function readRosterPlaces(
  bytes: Uint8Array,
  me: Identity,
  atLeast?: number,
): OpenedRoster<ReadonlyMap<number, RosterPlace>> | PaperRefusal {
  return opened(bytes, me, atLeast, placesOf);
}

function opened<P>(
  bytes: Uint8Array,
  me: Identity,
  atLeast: number | undefined,
  take: (plain: unknown) => P | undefined,
): OpenedRoster<P> | PaperRefusal {
  const read = readPaper(bytes, 'roster', rosterPayload, me, atLeast);
  if (!read.ok) return read.refusal;
  const { version, issuedAt, deleteAfter, sealed } = read.value;
  const plain = unseal('roster', sealed, me.sealing);
  const people = plain && take(jsonOf(plain));
  return people === undefined ? 'shape' : { version, issuedMs: Date.parse(issuedAt), deleteAfterMs: Date.parse(deleteAfter), people };
}

/** By hand and not by schema: it runs beside the decisions, and what the centre signed needs no second look at every name. */
function placesOf(plain: unknown): ReadonlyMap<number, RosterPlace> | undefined {
  if (typeof plain !== 'object' || plain === null || !('slots' in plain) || !('holders' in plain)) return undefined;
  const { slots, holders } = plain;
  if (!Array.isArray(slots) || !Array.isArray(holders)) return undefined;
  const spoken = new Map<unknown, RosterPlace['language']>();
  for (const holder of holders as readonly unknown[]) {
    if (typeof holder !== 'object' || holder === null || !('id' in holder) || !('language' in holder)) return undefined;
    const language = languages.find((known) => known === holder.language);
    if (language !== undefined) spoken.set(holder.id, language);
  }
  const places = new Map<number, RosterPlace>();
  for (const line of slots as readonly unknown[]) {
    if (!Array.isArray(line)) return undefined;
    const [slot, holder, card] = line as readonly unknown[];
    if (typeof slot !== 'number' || !isId('holder', holder) || !isId('card', card)) return undefined;
    places.set(slot, { holder, card, language: spoken.get(holder) ?? 'nb' });
  }
  return places;
}
