/**
 * Oversiktsliste, byggherreforskriften § 15 a–e: everyone who *shall* perform work at the site that day, and nothing more.
 *
 * It is not the gate log: no clock time, no gate, no presence. It is made from engagements, so a person who never taps is on it and
 * a tap puts nobody on it.
 */
import type { Card } from '../card/card.ts';
import { byName, type CardHolder, compareText } from '../people/card-holder.ts';
import { coversDay, type Engagement, type Proof } from '../people/engagement.ts';
import type { Enterprise } from '../people/enterprise.ts';
import type { SiteDay } from '../site/site-day.ts';

export interface OverviewList {
  readonly day: SiteDay;
  /** a */
  readonly site: { readonly name: string; readonly address: string };
  /** b */
  readonly client: { readonly name: string };
  readonly rows: readonly OverviewRow[];
}

/** One person under one employer. */
export interface OverviewRow {
  readonly familyName: string;
  readonly givenName: string;
  /** `null`: missing, and shown as missing. */
  readonly bornOn: SiteDay | null;
  /** c, d */
  readonly employer: { readonly name: string; readonly orgNumber: string | null };
  /** c: the hiring-in enterprise, for hired-in workers. */
  readonly hirer: { readonly name: string; readonly orgNumber: string | null } | null;
  /** e, as the card shows it. */
  readonly cardNumber: string | null;
  /** Why there is no card number, where a proof stands in for it; `null` with no number means that it is missing. */
  readonly insteadOfCard: Proof | null;
}

export type MissingField = 'bornOn' | 'cardNumber' | 'orgNumber';

export interface OverviewSource {
  readonly site: { readonly name: string; readonly address: string };
  readonly client: Enterprise;
  readonly enterprises: readonly Enterprise[];
  readonly holders: readonly CardHolder[];
  readonly cards: readonly Card[];
  /** The rows that hold, already reduced to what is known (`knownAt`). */
  readonly engagements: readonly Engagement[];
}

/**
 * Makes the list of a day. Visits are no work, so visitors are not on it.
 *
 * The same people give the same rows in the same order, however the source is ordered, so two copies of a list can be compared. Someone
 * whose engagement holds but whose name is not known stands on it with an empty name: a row to be mended, never a person left out.
 */
export function makeOverviewList(day: SiteDay, source: OverviewSource): OverviewList {
  const enterprises = new Map(source.enterprises.map((e) => [e.id, e]));
  const holders = new Map(source.holders.map((h) => [h.id, h]));
  const cards = new Map(source.cards.map((c) => [c.id, c]));
  const nameOf = (id: Enterprise['id']) => {
    const enterprise = enterprises.get(id);
    return { name: enterprise?.name ?? '', orgNumber: enterprise?.orgNumber ?? null };
  };

  const rows: OverviewRow[] = [];
  const seen = new Set<string>();
  for (const engagement of source.engagements) {
    if (!coversDay(engagement, day)) continue;
    const { evidence } = engagement;
    if (evidence.kind === 'proof' && evidence.proof === 'visit') continue;
    const holder = holders.get(engagement.holder);
    const row: OverviewRow = {
      familyName: holder?.familyName ?? '',
      givenName: holder?.givenName ?? '',
      bornOn: holder?.bornOn ?? null,
      employer: nameOf(engagement.employer),
      hirer: engagement.hirer === undefined ? null : nameOf(engagement.hirer),
      cardNumber: evidence.kind === 'card' ? (cards.get(evidence.card)?.number?.printed ?? null) : null,
      insteadOfCard: evidence.kind === 'proof' ? evidence.proof : null,
    };
    // Two engagements that overlap say the same thing twice; § 15 asks for people.
    const key = JSON.stringify([engagement.holder, engagement.employer, engagement.hirer, row.cardNumber, row.insteadOfCard]);
    if (!seen.has(key)) rows.push(row);
    seen.add(key);
  }
  rows.sort(compareRows);
  return { day, site: { name: source.site.name, address: source.site.address }, client: { name: source.client.name }, rows };
}

/** By employer, then by name; what follows only makes the order the same each time. */
function compareRows(a: OverviewRow, b: OverviewRow): number {
  return (
    compareText(a.employer.name, b.employer.name) ||
    compareText(a.employer.orgNumber ?? '', b.employer.orgNumber ?? '') ||
    byName(a, b) ||
    compareText(a.cardNumber ?? '', b.cardNumber ?? '') ||
    compareWhole(JSON.stringify(a), JSON.stringify(b))
  );
}

function compareWhole(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/**
 * What § 15 asks for and the row lacks. An organisation number that is not there counts as missing for employer and hirer alike: the
 * list cannot tell one without duty to register (d) from one nobody asked, and without a number no HMS-kort can be ordered.
 */
export function missingFields(row: OverviewRow): readonly MissingField[] {
  const missing: MissingField[] = [];
  if (row.bornOn === null) missing.push('bornOn');
  if (row.cardNumber === null && row.insteadOfCard === null) missing.push('cardNumber');
  if (row.employer.orgNumber === null || row.hirer?.orgNumber === null) missing.push('orgNumber');
  return missing;
}

/** A person with two employers or two hirers stands on two rows. Without a date of birth two of one name cannot be told to be one. */
export function countPeople(rows: readonly Pick<OverviewRow, 'familyName' | 'givenName' | 'bornOn'>[]): number {
  return new Set(rows.map((row, i) => JSON.stringify([row.familyName, row.givenName, row.bornOn ?? i]))).size;
}

/** A person's act, once a day: who looked the list over, when, and with what remark. */
export interface ListCheck {
  readonly day: SiteDay;
  /** RFC 3339. */
  readonly checkedAt: string;
  readonly checkedBy: { readonly name: string; readonly role: string };
  readonly remark: string | null;
}
