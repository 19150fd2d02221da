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

/**
 * The status of a card at a site; `undefined` when its holder has no engagement there with the employer the card was issued for.
 *
 * Employment is the bond, not the evidence the engagement names: a renewed card opens the gate before the office has noted its number.
 * `engagements` are the rows that hold (`knownAt`). An entry has room for one period, so where there are gaps it is the period that
 * covers `today` (days from 1970-01-01), else the next one, else the last: project again when it has passed. Without `today` it is
 * everything from the first day to the last, gaps included.
 */
export function cardStatusAt(card: Card, engagements: readonly Engagement[], today?: number): CardStatus | undefined {
  const periods = periodsOf(engagements.filter((e) => e.holder === card.holder && e.employer === card.employer));
  const first = periods[0];
  const last = periods.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const cardEnd = Math.min(dayNumber(lastValidDay(card)), DAY_MAX);
  const { from, until } = today === undefined ? { from: first.from, until: last.until } : (periods.find((p) => p.until >= today) ?? last);
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

interface Period {
  readonly from: number;
  readonly until: number;
}

/** The unbroken periods the engagements cover, first to last. One that was withdrawn (it ends before it begins) covers nothing. */
function periodsOf(engagements: readonly Engagement[]): readonly Period[] {
  const spans = engagements
    .map((e) => ({ from: dayNumber(e.validFrom), until: e.validUntil === undefined ? DAY_MAX : dayNumber(e.validUntil) }))
    .filter((span) => span.from <= span.until)
    .toSorted((a, b) => a.from - b.from);
  const periods: Period[] = [];
  for (const span of spans) {
    const open = periods.at(-1);
    if (open !== undefined && span.from <= open.until + 1)
      periods[periods.length - 1] = { from: open.from, until: Math.max(open.until, span.until) };
    else periods.push(span);
  }
  return periods;
}
