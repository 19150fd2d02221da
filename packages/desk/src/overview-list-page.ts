/** The page of the § 15 list: the list itself and, apart from it, who checked which day. */

import type { SiteId } from '@portvakt/domain';
import { addDays, type ListCheck, missingFields, type OverviewList, type SiteDay, siteDayOf } from '@portvakt/domain';
import type { SiteReads } from '@portvakt/ports';
import type { OverviewListPage } from '@portvakt/protocol';
import { digestOf } from '@portvakt/reports';
import { sourceView } from './now-view.ts';

export async function makeListPage(reads: SiteReads, site: SiteId, day: SiteDay, nowMs: number): Promise<OverviewListPage> {
  const list = await reads.overviewList(site, day);
  const month = daysOfMonth(day);
  const checks = await reads.checks(site, month[0]!, month.at(-1)!);
  const byDay = new Map(checks.map((c) => [c.day, c]));
  const today = siteDayOf(nowMs);
  const knownFrom = await firstDayKnown(reads, site, today);
  return {
    list: wireList(list),
    digest: digestOf(list),
    // § 15 b is missing for everyone at once
    missing: list.rows.reduce((sum, row) => sum + missingFields(row).length, list.client.name === '' ? 1 : 0),
    check: byDay.get(day) ?? null,
    calendar: month.map((d) => ({ day: d, state: d > today ? 'future' : dayState(byDay.get(d), d >= knownFrom) })),
    source: sourceView(await reads.source(site)),
  };
}

function wireList(list: OverviewList): OverviewListPage['list'] {
  return { day: list.day, site: { ...list.site }, client: { ...list.client }, rows: list.rows.map((row) => ({ ...row })) };
}

function dayState(check: ListCheck | undefined, isKnown: boolean): 'checked' | 'checked_later' | 'not_checked' | 'unknown' {
  if (check === undefined) return isKnown ? 'not_checked' : 'unknown';
  return siteDayOf(Date.parse(check.checkedAt)) === check.day ? 'checked' : 'checked_later';
}

/** Before the first engagement was recorded there was no list to check; at the box only today's check is known at all. */
async function firstDayKnown(reads: SiteReads, site: SiteId, today: SiteDay): Promise<SiteDay> {
  const { engagements } = await reads.people(site);
  const recorded = engagements.map((e) => Date.parse(e.recordedAt)).filter((ms) => !Number.isNaN(ms));
  return recorded.length === 0 ? today : siteDayOf(Math.min(...recorded));
}

function daysOfMonth(day: SiteDay): readonly SiteDay[] {
  const days: SiteDay[] = [];
  for (let d = `${day.slice(0, 8)}01` as SiteDay; d.slice(0, 7) === day.slice(0, 7); d = addDays(d, 1)) days.push(d);
  return days;
}
