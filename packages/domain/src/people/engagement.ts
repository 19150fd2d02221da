/**
 * A person's work at a site: holder × employer × hirer × period × card or proof. The § 15 list is made from these.
 *
 * Bitemporal: `validFrom`/`validUntil` is when it holds at the site, `recordedAt` when we were told. A correction is a new row that
 * supersedes an old one, with author and reason; nothing is overwritten, so the list of a past day can be told as it was known.
 */
import type { CardId, EngagementId, EnterpriseId, HolderId } from '../identity.ts';
import type { SiteDay } from '../site/site-day.ts';

/** What stands in for a card the law does not ask for, or that has not come yet. */
export type Proof =
  | 'card_ordered'
  | 'pupil_on_placement'
  | 'nav_measure'
  | 'introduction_programme'
  | 'awaiting_d_number'
  | 'short_assignment'
  | 'holiday_cover'
  | 'visit';

export interface Engagement {
  readonly id: EngagementId;
  readonly holder: HolderId;
  readonly employer: EnterpriseId;
  /** The enterprise that hires the person in (§ 15 c), where someone does. */
  readonly hirer: EnterpriseId | undefined;
  readonly validFrom: SiteDay;
  /** Last day, inclusive; `undefined` is until further notice. */
  readonly validUntil: SiteDay | undefined;
  readonly evidence:
    | { readonly kind: 'card'; readonly card: CardId }
    | { readonly kind: 'proof'; readonly proof: Proof; readonly since: SiteDay };
  /** RFC 3339. */
  readonly recordedAt: string;
  readonly supersedes: EngagementId | undefined;
  readonly author: string;
  readonly reason: string | undefined;
}

/** The rows that hold, as they were known at an instant (RFC 3339): those recorded by then that no row recorded by then supersedes. */
export function knownAt(rows: readonly Engagement[], at: string): readonly Engagement[] {
  const instant = Date.parse(at);
  const told = rows.filter((row) => Date.parse(row.recordedAt) <= instant);
  const replaced = new Set(told.map((row) => row.supersedes));
  return told.filter((row) => !replaced.has(row.id));
}

/** Whether the engagement covers the day. `YYYY-MM-DD` compares as text. */
export function coversDay(engagement: Pick<Engagement, 'validFrom' | 'validUntil'>, day: SiteDay): boolean {
  return engagement.validFrom <= day && (engagement.validUntil === undefined || day <= engagement.validUntil);
}
