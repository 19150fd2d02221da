/**
 * What the gate needs to know of one card, as the card-status list holds it: no name, no number.
 *
 * It is a projection of card, holder and engagement for one site. Days are kept rather than answers, so that a list that lies at
 * a gate without uplink stays right past midnight.
 */
import type { Engagement } from '../people/engagement.ts';
import { dayNumber } from '../site/site-day.ts';
import { type Card, type CardType, type Fulfilment, fulfilmentOf, lastValidDay } from './card.ts';

export interface CardStatus {
  readonly type: CardType;
  readonly blocked: boolean;
  readonly lost: boolean;
  readonly registers: Fulfilment;
  /** First day of the engagement at this site, days from 1970-01-01. */
  readonly fromDay: number;
  /** Last day on which both card and engagement hold, days from 1970-01-01. */
  readonly untilDay: number;
  /** Which of the two ends first: the reason a person is told afterwards. */
  readonly endsWith: 'card' | 'engagement';
}

/** Days the list can hold: 1970-01-01 to 2149-06-06, sixteen bits. */
export const DAY_MAX = 65_535;

/** The status of a card at a site where its holder is engaged; `undefined` when there is no engagement with that card there. */
export function cardStatusAt(card: Card, engagements: readonly Engagement[]): CardStatus | undefined {
  const own = engagements.filter((e) => e.holder === card.holder && e.employer === card.employer);
  if (own.length === 0) return undefined;
  const cardEnd = Math.min(dayNumber(lastValidDay(card)), DAY_MAX);
  const from = Math.min(...own.map((e) => dayNumber(e.validFrom)));
  const until = Math.max(...own.map((e) => (e.validUntil === undefined ? DAY_MAX : dayNumber(e.validUntil))));
  return {
    type: card.type,
    blocked: card.blocked !== undefined,
    lost: card.lostOn !== undefined,
    registers: fulfilmentOf(card),
    fromDay: Math.max(0, from),
    untilDay: Math.max(0, Math.min(cardEnd, until)),
    endsWith: cardEnd <= until ? 'card' : 'engagement',
  };
}
