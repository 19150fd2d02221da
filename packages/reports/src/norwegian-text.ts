/** Dates, times and numbers as a Norwegian paper writes them, whatever language the reader's screen has. */
import { type SiteDay, siteDayOf } from '@portvakt/domain';

const clock = new Intl.DateTimeFormat('nb', { timeZone: 'Europe/Oslo', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** `22.11.2026` */
export function dateText(day: SiteDay): string {
  return day.split('-').toReversed().join('.');
}

/** `22.11.2026 kl. 09.12`, at the site, from an RFC 3339 instant. Throws on anything else, for that is a bug. */
export function momentText(instant: string): string {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new TypeError(`not an instant: ${instant.slice(0, 40)}`);
  return `${dateText(siteDayOf(ms))} kl. ${clock.format(ms).replace(':', '.')}`;
}

/** `316 234 585`, held together on one line. */
export function orgNumberText(number: string): string {
  return number.replace(/^(\d{3})(\d{3})(\d{3})$/, '$1\u00a0$2\u00a0$3');
}

/** `1 person`, `14 personer`. */
export function countText(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
