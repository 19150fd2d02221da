/**
 * The § 15 list of a day from the centre's database, as the centre itself tells it: a past day as it was known when the day ended.
 */
import { endOfSiteDay, knownAt, makeOverviewList, type Site, type SiteDay } from '@portvakt/domain';
import { documentOf, type OverviewListDocument, toCsv, toJson, toPdf } from '@portvakt/reports';
import type { CentralReader } from '@portvakt/storage';

export const listFormats = ['json', 'csv', 'pdf'] as const;
export type ListFormat = (typeof listFormats)[number];

export async function listOfDay(
  centre: Pick<CentralReader, 'people' | 'checks'>,
  site: Site,
  day: SiteDay,
  nowMs: number,
): Promise<OverviewListDocument> {
  const scope = { owner: site.owner, site: site.id };
  const people = await centre.people.people(scope);
  const history = await centre.people.engagementHistory(scope);
  const [check] = await centre.checks.checks(scope, day, day);
  const client = people.enterprises.find((e) => e.id === site.client) ?? {
    id: site.client,
    name: '',
    orgNumber: undefined,
    soleProprietor: false,
  };
  const known = new Date(Math.min(nowMs, endOfSiteDay(day) - 1)).toISOString();
  const list = makeOverviewList(day, { site, client, ...people, engagements: knownAt(history, known) });
  const keeper = site.listKeeper && people.enterprises.find((e) => e.id === site.listKeeper);
  return documentOf(list, {
    code: site.code,
    check: check ?? null,
    generatedAt: new Date(nowMs).toISOString(),
    keptBy: keeper?.name ?? null,
  });
}

export async function listAs(format: ListFormat, document: OverviewListDocument): Promise<Uint8Array> {
  if (format === 'pdf') return toPdf(document);
  return Buffer.from(format === 'csv' ? toCsv(document) : toJson(document), 'utf8');
}
