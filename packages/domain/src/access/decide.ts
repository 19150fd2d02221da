/**
 * May this person go through this portal now?
 *
 * The one place in the product that grants. The edge asks it for every tap, the centre for every preview, the rule simulator to
 * explain itself. It is pure: the same question always gets the same answer, so an answer can be re-checked years later
 * against the list version it names.
 */
import type { CardStatus } from '../card/card-status.ts';
import type { LineageId } from '../identity.ts';
import type { SitePolicy } from '../site/policy.ts';
import type { Direction } from '../site/site.ts';

/** Why someone is turned away. Closed: every reason has a text in every language the gate speaks. */
export const denialReasons = [
  'card_unknown',
  'card_ambiguous',
  'card_blocked',
  'card_lost',
  'card_type_not_allowed',
  'card_expired',
  'not_engaged_yet',
  'engagement_ended',
  'no_list',
  'list_too_old',
  'log_unavailable',
  'gate_fault',
] as const;
export type DenialReason = (typeof denialReasons)[number];

/** Something the person should hear about although they may pass. */
export const notices = ['card_expires_soon', 'registers_unclear', 'list_is_old'] as const;
export type Notice = (typeof notices)[number];

/** Which card-status list was asked. */
export interface Basis {
  readonly lineage: LineageId;
  readonly version: number;
  /** Seconds since the centre last confirmed the list. */
  readonly ageS: number;
}

export type Verdict =
  | { readonly kind: 'clear' }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'denial'; readonly reason: DenialReason };

export type Decision =
  /** `overridden` is the denial that was set aside because nobody is refused on the way out; someone still has to see it. */
  | {
      readonly kind: 'granted';
      readonly notices: readonly Notice[];
      readonly overridden: DenialReason | undefined;
      readonly basis: Basis | undefined;
    }
  | { readonly kind: 'denied'; readonly reason: DenialReason; readonly basis: Basis | undefined };

export interface Question {
  readonly direction: Direction;
  /** Days from 1970-01-01 at the site. */
  readonly today: number;
  readonly card: CardStatus | 'unknown' | 'ambiguous';
  readonly policy: SitePolicy;
  /** `undefined`: this edge has never had a list. */
  readonly basis: Basis | undefined;
}

/** One thing that can stand in the way. */
export interface Rule {
  readonly name: string;
  /** The clause it comes from, or the policy that sets it. */
  readonly source: string;
  ask(question: Question): Verdict;
}

const clear: Verdict = { kind: 'clear' };
const deny = (reason: DenialReason): Verdict => ({ kind: 'denial', reason });
const tell = (notice: Notice): Verdict => ({ kind: 'notice', notice });

/** A rule about a card that is on the list; the rules before deal with cards that are not. */
function aboutCard(name: string, source: string, ask: (card: CardStatus, question: Question) => Verdict): Rule {
  return { name, source, ask: (question) => (typeof question.card === 'string' ? clear : ask(question.card, question)) };
}

/** In the order they are asked. The first denial decides, so the order is what a person is told first. */
export const rules: readonly Rule[] = [
  {
    name: 'the gate has a list',
    source: 'site policy: who may enter',
    ask: ({ basis }) => (basis === undefined ? deny('no_list') : clear),
  },
  {
    name: 'card is known',
    source: 'site policy: who may enter',
    ask: ({ card }) => (card === 'unknown' ? deny('card_unknown') : card === 'ambiguous' ? deny('card_ambiguous') : clear),
  },
  aboutCard('card is not blocked', 'employer or site', (card) => (card.blocked ? deny('card_blocked') : clear)),
  aboutCard('card is not reported lost', 'HMS-kortforskriften § 8', (card) => (card.lost ? deny('card_lost') : clear)),
  aboutCard('card type counts here', 'site policy: cardTypes', (card, { policy }) =>
    policy.cardTypes.includes(card.type) ? clear : deny('card_type_not_allowed'),
  ),
  aboutCard('card is valid today', 'HMS-kortforskriften § 8, two years', (card, { today, policy }) => {
    if (card.endsWith !== 'card') return clear;
    const daysLeft = card.untilDay - today;
    if (daysLeft < 0) return deny('card_expired');
    return daysLeft <= policy.warnDaysBeforeExpiry ? tell('card_expires_soon') : clear;
  }),
  aboutCard('holder is engaged here today', 'byggherreforskriften § 15: who shall work here', (card, { today }) => {
    if (today < card.fromDay) return deny('not_engaged_yet');
    return card.endsWith === 'engagement' && today > card.untilDay ? deny('engagement_ended') : clear;
  }),
  // Arbeidstilsynet: a status that is not fully met must be looked into; it is no proof, so it never denies by itself.
  aboutCard('register duties', 'HMS-kortforskriften § 8', (card) => (card.registers === 'fulfilled' ? clear : tell('registers_unclear'))),
  {
    name: 'list is fresh', // last, so that it never hides what a person can do something about
    source: 'site policy: listAgeHoursMax, onOldList',
    ask: ({ basis, policy }) => {
      if (basis === undefined || basis.ageS <= policy.listAgeHoursMax * 3_600) return clear;
      return policy.onOldList === 'deny' ? deny('list_too_old') : tell('list_is_old');
    },
  },
];

/** Every rule with what it said, in order: the rule simulator's page and the support log. */
export function explain(question: Question): readonly { readonly rule: Rule; readonly verdict: Verdict }[] {
  return rules.map((rule) => ({ rule, verdict: rule.ask(question) }));
}

/** The decision. On the way out nobody is refused; what would have been said is kept beside the grant. */
export function decide(question: Question): Decision {
  const told: Notice[] = [];
  let overridden: DenialReason | undefined;
  for (const rule of rules) {
    const verdict = rule.ask(question);
    if (verdict.kind === 'notice') told.push(verdict.notice);
    if (verdict.kind !== 'denial') continue;
    if (question.direction === 'in') return { kind: 'denied', reason: verdict.reason, basis: question.basis };
    overridden ??= verdict.reason;
  }
  return { kind: 'granted', notices: told, overridden, basis: question.basis };
}

/** What becomes of a decision when something failed on the way to the gate: an entry is refused, an exit never is. */
export function decideOnFault(question: Pick<Question, 'direction' | 'basis'>, reason: 'log_unavailable' | 'gate_fault'): Decision {
  return question.direction === 'in'
    ? { kind: 'denied', reason, basis: question.basis }
    : { kind: 'granted', notices: [], overridden: reason, basis: question.basis };
}
