/** Who is about to come to the site's gates, in or out, read from where the street stands in its plan. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dayClock } from '../../src/simulate/day-clock.ts';
import { HOUR_MS, planDay } from '../../src/simulate/day-plan.ts';
import type { Person } from '../../src/simulate/population.ts';
import { populationOf } from './private-words.ts';
import { simulated } from './visitor.ts';

export interface ComingTap {
  readonly holder: Person['holder'];
  /** As the feed says it. */
  readonly name: string;
  readonly direction: 'in' | 'out';
  /** From now, on the wall: at the earliest, since the gate may be busy. */
  readonly inMs: number;
}

interface Place {
  readonly day: number;
  readonly next: number;
  readonly clockMs: number;
}

/** Those who come in. */
export const comingArrivals = (fromMs: number): readonly ComingTap[] => comingTaps(fromMs).filter(({ direction }) => direction === 'in');

/** People with one valid card and a name that nobody else has, who come at the earliest `fromMs` from now. */
export function comingTaps(fromMs: number): readonly ComingTap[] {
  const site = simulated();
  const population = populationOf(site);
  const path = join(site.folder, 'place.json');
  const begun = existsSync(path);
  const place = begun ? (JSON.parse(readFileSync(path, 'utf8')) as Place) : { day: 1, next: 0, clockMs: 6.4 * HOUR_MS };
  const clock = dayClock(site.speed);
  const namesake = (person: Person) => population.people.filter(({ holder }) => nameOf(holder) === nameOf(person.holder)).length > 1;
  let inMs = begun ? statSync(path).mtimeMs - Date.now() : 0;
  let atMs = place.clockMs;
  return planDay(population, site.gates.length, site.seed * 1_000 + place.day)
    .taps.slice(place.next)
    .flatMap((tap) => {
      inMs += clock.wallMsBetween(atMs, tap.atMs);
      atMs = Math.max(atMs, tap.atMs);
      const person = tap.person === undefined ? undefined : population.people[tap.person];
      if (person?.habit !== 'ordinary' || tap.silent || tap.turnsRound || namesake(person)) return [];
      return inMs < fromMs ? [] : [{ holder: person.holder, name: nameOf(person.holder), direction: tap.direction, inMs }];
    });
}

const nameOf = ({ givenName, familyName }: Person['holder']): string => `${givenName} ${familyName}`;
