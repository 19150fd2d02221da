/** The calendar of a month as weeks from Monday, with what is known of each day's check. */
import { addDays, type SiteDay } from '@portvakt/domain';
import type { OverviewListPage } from '@portvakt/protocol';

export type DayState = OverviewListPage['calendar'][number]['state'] | 'weekend';

export interface MonthDay {
  readonly day: string;
  readonly date: number;
  readonly state: DayState;
}

export function weeksOf(calendar: OverviewListPage['calendar'], today?: string): readonly (readonly (MonthDay | undefined)[])[] {
  const cells: (MonthDay | undefined)[] = Array.from({ length: calendar[0] ? mondayFirst(calendar[0].day) : 0 }, () => undefined);
  for (const { day, state } of calendar) {
    // an unchecked Saturday is seldom a fault: it is told, but not shouted; today's can still be put right
    const shown = state === 'not_checked' && day !== today && mondayFirst(day) >= 5 ? 'weekend' : state;
    cells.push({ day, date: Number(day.slice(8)), state: shown });
  }
  while (cells.length % 7 !== 0) cells.push(undefined);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Last day of the month before, first day of the month after. */
export function aroundMonth(day: SiteDay): { readonly before: SiteDay; readonly after: SiteDay } {
  const first = `${day.slice(0, 7)}-01` as SiteDay;
  const later = addDays(first, 31);
  return { before: addDays(first, -1), after: `${later.slice(0, 7)}-01` as SiteDay };
}

const mondayFirst = (day: string): number => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
