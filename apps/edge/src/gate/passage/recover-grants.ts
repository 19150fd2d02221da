/**
 * Who had been let through when the process ended? A person may turn the arm while the gate process starts again; their grant is in the
 * log, so the turn still finds them. One that nobody was there to hear is settled as silent, so that nobody falls off the headcount by a
 * crash of ours.
 */
import type { SitePolicy } from '@portvakt/domain';
import type { LogEntry } from '@portvakt/ports';
import { type Envelope, envelope, type PersonalPart, personalPart } from '@portvakt/protocol';
import type { Moment } from '../clock/guarded-clock.ts';
import type { Places } from '../site/places.ts';
import { GRACE_MS, type Grant } from './outstanding-grants.ts';

/** Entries looked back at. */
export const LOOK_BACK_ENTRIES_MAX = 500;

export const lookBackMs = (policy: SitePolicy): number => policy.openForMs + GRACE_MS;

export function grantsLeftBehind(entries: readonly LogEntry[], places: Places, now: Moment): readonly Grant<PersonalPart | null>[] {
  const open = new Map<string, Grant<PersonalPart | null>>();
  for (const entry of entries) {
    const read = envelope.safeParse(JSON.parse(entry.envelope));
    if (!read.success) continue;
    const fact: Envelope = read.data;
    if ((fact.kind === 'passage' || fact.kind === 'not_passed') && fact.tap !== null) open.delete(fact.tap);
    if (fact.kind !== 'tap' || fact.decision.kind !== 'granted' || places.gate(fact.gate)?.evidence === 'assumed') continue;
    const who = entry.personal === null ? null : (personalPart.safeParse(JSON.parse(entry.personal)).data ?? null);
    const agoMs = Math.max(0, now.wallMs - Date.parse(fact.occurredAt));
    const { tap, gate, direction } = fact;
    open.set(tap, {
      order: tap,
      tap,
      who,
      gate,
      direction,
      atMonotonicMs: now.monotonicMs - agoMs,
      openForMs: places.site.policy.openForMs,
      leftBehind: true,
    });
  }
  return [...open.values()];
}
