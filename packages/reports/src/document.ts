/**
 * The § 15 list as a paper to hand over: the list, who checked it and what it can be compared by.
 *
 * Everything is given. This room looks nothing up and holds no rule; what it adds is layout.
 */
import type { ListCheck, OverviewList } from '@portvakt/domain';
import { digestOf } from './digest.ts';

export interface OverviewListDocument {
  readonly list: OverviewList;
  /** The site's code, for the file name. */
  readonly code: string;
  /** The last check of this day's list, `null` where nobody has checked it. */
  readonly check: ListCheck | null;
  /** RFC 3339. */
  readonly generatedAt: string;
  /** Who keeps the list by written agreement, when it is not the client. */
  readonly keptBy?: string | null;
  /** {@link digestOf} the list. */
  readonly digest: string;
  /** Where the list can be compared without signing in; printed as a QR code. */
  readonly verifyUrl?: string | null;
}

/** Puts the list and what goes with it together, with its digest. */
export function documentOf(list: OverviewList, other: Omit<OverviewListDocument, 'list' | 'digest'>): OverviewListDocument {
  return { ...other, list, digest: digestOf(list) };
}
