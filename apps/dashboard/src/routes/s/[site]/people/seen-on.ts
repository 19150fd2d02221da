/** The calendar date of an instant at the site, `YYYY-MM-DD`. */
const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Oslo', year: 'numeric', month: '2-digit', day: '2-digit' });

export function seenOn(at: string): string {
  return day.format(Date.parse(at));
}
