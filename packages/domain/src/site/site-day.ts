/**
 * The calendar date at the site: Europe/Oslo, whatever zone the machine or the browser stands in.
 *
 * A day there is 23, 24 or 25 hours long, so a day is never "start plus 24 hours".
 */

/** `YYYY-MM-DD`. */
export type SiteDay = `${number}-${number}-${number}`;

const ZONE = 'Europe/Oslo';
const DAY_MS = 86_400_000;

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** The wall clock at the site read as if it were UTC, in milliseconds: the one place that asks for the zone's rules. */
function siteWallMs(instantMs: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of parts.formatToParts(instantMs)) part[type] = Number(value);
  return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
}

/** The day an instant (milliseconds since 1970 UTC) falls on at the site. */
export function siteDayOf(instantMs: number): SiteDay {
  return dayText(Math.floor(siteWallMs(instantMs) / DAY_MS));
}

/** The instant the day begins at the site, in milliseconds since 1970 UTC. */
export function startOfSiteDay(day: SiteDay): number {
  const wall = dayNumber(day) * DAY_MS;
  // Oslo is one or two hours ahead of UTC; midnight itself is never skipped or repeated there.
  for (const aheadHours of [1, 2]) {
    const instant = wall - aheadHours * 3_600_000;
    if (siteWallMs(instant) === wall) return instant;
  }
  throw new RangeError(`no midnight on ${day}`);
}

/** The instant the day ends, which is the next one's beginning. */
export function endOfSiteDay(day: SiteDay): number {
  return startOfSiteDay(addDays(day, 1));
}

/** Days from 1970-01-01 to this calendar date: the form that card validity is compared in. */
export function dayNumber(day: SiteDay): number {
  const [year, month, date] = day.split('-').map(Number);
  return Date.UTC(year!, month! - 1, date!) / DAY_MS;
}

/** The calendar date that many days after 1970-01-01. */
export function dayText(number: number): SiteDay {
  return new Date(number * DAY_MS).toISOString().slice(0, 10) as SiteDay;
}

export function addDays(day: SiteDay, days: number): SiteDay {
  return dayText(dayNumber(day) + days);
}

/** The same date some years later; 29 February becomes 28 February where that year has none. */
export function addYears(day: SiteDay, years: number): SiteDay {
  const [year, month, date] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year! + years, month!, 0)).getUTCDate();
  return dayText(Date.UTC(year! + years, month! - 1, Math.min(date!, last)) / DAY_MS);
}

/** Whether the text is a real calendar date in the form `YYYY-MM-DD`. */
export function isSiteDay(text: unknown): text is SiteDay {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}
