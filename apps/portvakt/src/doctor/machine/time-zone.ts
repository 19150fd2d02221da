/** The day at the site hangs on the rules of Europe/Oslo; a Node.js or a system without them would cut the day at the wrong midnight. */
import { type SiteDay, startOfSiteDay } from '@portvakt/domain';
import { fault, type Look, ok } from '../examine.ts';

/** Midnights on both sides of both changes, worked out by hand. */
const midnights: readonly (readonly [SiteDay, number])[] = [
  ['2026-01-15', Date.UTC(2026, 0, 14, 23)],
  ['2026-03-29', Date.UTC(2026, 2, 28, 23)],
  ['2026-03-30', Date.UTC(2026, 2, 29, 22)],
  ['2026-10-25', Date.UTC(2026, 9, 24, 22)],
  ['2026-10-26', Date.UTC(2026, 9, 25, 23)],
];

export const lookAtTimeZone: Look = () => {
  const wrong = midnights.filter(([day, ms]) => startOfSiteDay(day) !== ms);
  if (wrong.length === 0) return Promise.resolve([ok('time zone', 'Europe/Oslo, both changes of the clock right')]);
  return Promise.resolve([
    fault('time zone', `wrong midnight on ${wrong.map(([day]) => day).join(', ')}`, 'Use a Node.js with full ICU data.'),
  ]);
};
