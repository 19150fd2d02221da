/**
 * Times and dates as they are shown: always the site's own, Europe/Oslo, whatever zone the browser stands in. Numeric dates are
 * dd.mm.yyyy in every language, because they stand on a Norwegian legal list.
 */
import type { Locale } from '#lib/paraglide/runtime.js';

const ZONE = 'Europe/Oslo';
const NO_BREAK = '\u00a0';
const tag: Record<Locale, string> = { nb: 'nb-NO', en: 'en-GB' };

const parts = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

function wallClock(at: string | number): { readonly h: string; readonly m: string; readonly s: string } {
  const found: Record<string, string> = {};
  for (const { type, value } of parts.formatToParts(typeof at === 'number' ? at : Date.parse(at))) found[type] = value;
  return { h: found.hour!, m: found.minute!, s: found.second! };
}

/** `09:12` */
export function clock(at: string | number): string {
  const { h, m } = wallClock(at);
  return `${h}:${m}`;
}

/** `09:12:40` */
export function clockSeconds(at: string | number): string {
  const { h, m, s } = wallClock(at);
  return `${h}:${m}:${s}`;
}

/** In prose: `kl. 09.12` in Norwegian, `09:12` in English. */
export function proseClock(at: string | number, locale: Locale): string {
  const { h, m } = wallClock(at);
  return locale === 'nb' ? `kl.${NO_BREAK}${h}.${m}` : `${h}:${m}`;
}

/** Hours into the day at the site, with fraction: where an instant stands on the day's axis. */
export function hourOfDay(at: string | number): number {
  const { h, m, s } = wallClock(at);
  return Number(h) + Number(m) / 60 + Number(s) / 3600;
}

/** `20.11.2026`, from a calendar date `YYYY-MM-DD`. */
export function numericDay(day: string): string {
  const [year, month, date] = day.split('-');
  return `${date}.${month}.${year}`;
}

/** `20.11.`, where the year goes without saying. */
export function dayAndMonth(day: string): string {
  const [, month, date] = day.split('-');
  return `${date}.${month}.`;
}

/** A calendar date as an instant that has this date everywhere we format it. */
const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

const cap = (text: string): string => text.charAt(0).toLocaleUpperCase('nb') + text.slice(1);

/** `fredag` */
export function weekday(day: string, locale: Locale): string {
  return new Intl.DateTimeFormat(tag[locale], { timeZone: ZONE, weekday: 'long' }).format(noon(day));
}

/** `Fredag 20. november 2026` */
export function longDay(day: string, locale: Locale): string {
  return cap(
    new Intl.DateTimeFormat(tag[locale], { timeZone: ZONE, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(
      noon(day),
    ),
  );
}

/** `November 2026` */
export function monthName(day: string, locale: Locale): string {
  return cap(new Intl.DateTimeFormat(tag[locale], { timeZone: ZONE, month: 'long', year: 'numeric' }).format(noon(day)));
}

/** Monday first: `ma ti on to fr lø sø`. */
export function weekdayInitials(locale: Locale): readonly { readonly short: string; readonly long: string }[] {
  const long = new Intl.DateTimeFormat(tag[locale], { timeZone: ZONE, weekday: 'long' });
  // 2 November 2026 is a Monday
  return Array.from({ length: 7 }, (_, i) => {
    const name = long.format(Date.UTC(2026, 10, 2 + i, 12));
    return { short: name.slice(0, 2), long: name };
  });
}
