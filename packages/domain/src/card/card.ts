/**
 * An HMS-kort, or a credential that the site itself hands out to someone who needs none.
 *
 * A card belongs to one employment: a person with two employers has two cards (HMS-kortforskriften).
 */
import type { CardId, EnterpriseId, HolderId } from '../identity.ts';
import { addYears, dayNumber, type SiteDay } from '../site/site-day.ts';
import type { CardNumber } from './card-number.ts';

/** Types in use; `site` is a tag the site lends to a visitor or a person who by law has no card. */
export type CardType = 'construction' | 'cleaning' | 'car_care' | 'goods_transport' | 'site';

export const cardTypes: readonly CardType[] = ['construction', 'cleaning', 'car_care', 'goods_transport', 'site'];

/** A judgement about a register on a day, not a flag: it can turn back by itself. */
export type Fulfilment = 'fulfilled' | 'unclear' | 'not_fulfilled';

export type Register =
  | 'enhetsregisteret'
  | 'aa_registeret'
  | 'folkeregisteret'
  | 'mva_registeret'
  | 'oppdragsregisteret'
  | 'bemanningsregisteret'
  | 'renholdsregisteret';

export interface RegisterStatus {
  readonly register: Register;
  readonly status: Fulfilment;
  /** When the register was asked, RFC 3339. */
  readonly fetchedAt: string;
}

export interface Card {
  readonly id: CardId;
  readonly holder: HolderId;
  readonly employer: EnterpriseId;
  readonly type: CardType;
  /** `undefined`: ordered and not come yet, or a site credential. */
  readonly number: CardNumber | undefined;
  readonly issuedOn: SiteDay | undefined;
  /** Older cards print one; newer do not. */
  readonly printedExpiryOn: SiteDay | undefined;
  readonly registers: readonly RegisterStatus[];
  readonly lostOn: SiteDay | undefined;
  readonly blocked: { readonly at: string; readonly by: string; readonly reason: string } | undefined;
}

const YEARS_VALID = 2;
/** For a card whose dates are not known: it never expires by the calendar; the registers still speak. */
const NO_END: SiteDay = '9999-12-31';

/** The last day the card can hold: at most two years from issue (HMS-kortforskriften § 8), never past a printed expiry. */
export function lastValidDay(card: Pick<Card, 'issuedOn' | 'printedExpiryOn'>): SiteDay {
  const byIssue = card.issuedOn === undefined ? NO_END : addYears(card.issuedOn, YEARS_VALID);
  const printed = card.printedExpiryOn ?? NO_END;
  return dayNumber(printed) < dayNumber(byIssue) ? printed : byIssue;
}

/** The worst of what the registers said; no answer yet is `unclear`, for it is not known. */
export function fulfilmentOf(card: Pick<Card, 'registers' | 'type'>): Fulfilment {
  if (card.type === 'site') return 'fulfilled';
  if (card.registers.some((r) => r.status === 'not_fulfilled')) return 'not_fulfilled';
  return card.registers.length === 0 || card.registers.some((r) => r.status === 'unclear') ? 'unclear' : 'fulfilled';
}
