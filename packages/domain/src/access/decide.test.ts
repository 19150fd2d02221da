import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardTypes } from '../card/card.ts';
import type { CardStatus } from '../card/card-status.ts';
import { defaultPolicy } from '../site/policy.ts';
import { type Basis, type DenialReason, decide, decideOnFault, denialReasons, explain, notices, type Question, rules } from './decide.ts';

const TODAY = 20_780;
const basis: Basis = { lineage: 'lin_1', version: 7, ageS: 60 };
const good: CardStatus = {
  type: 'construction',
  blocked: false,
  lost: false,
  registers: 'fulfilled',
  fromDay: TODAY - 10,
  untilDay: TODAY + 300,
  endsWith: 'card',
};
const ask = (card: Partial<CardStatus> | 'unknown' | 'ambiguous' = {}, rest: Partial<Question> = {}): Question => ({
  direction: 'in',
  today: TODAY,
  card: typeof card === 'string' ? card : { ...good, ...card },
  policy: defaultPolicy,
  basis,
  ...rest,
});
const onlyConstruction = { ...defaultPolicy, cardTypes: ['construction'] as const };
const strict = { ...defaultPolicy, onOldList: 'deny' as const };
const old: Basis = { ...basis, ageS: 72 * 3_600 + 1 };

/** One question for each reason the rules can give, in the order the rules stand. */
const denied: readonly (readonly [DenialReason, Question])[] = [
  ['no_list', ask('unknown', { basis: undefined })],
  ['card_unknown', ask('unknown')],
  ['card_ambiguous', ask('ambiguous')],
  ['card_blocked', ask({ blocked: true })],
  ['card_lost', ask({ lost: true })],
  ['card_type_not_allowed', ask({ type: 'cleaning' }, { policy: onlyConstruction })],
  ['card_expired', ask({ untilDay: TODAY - 1 })],
  ['not_engaged_yet', ask({ fromDay: TODAY + 1 })],
  ['engagement_ended', ask({ untilDay: TODAY - 1, endsWith: 'engagement' })],
  ['list_too_old', ask({}, { basis: old, policy: strict })],
];

const days = fc.integer({ min: TODAY - 40, max: TODAY + 40 });
const statuses: fc.Arbitrary<CardStatus> = fc.record({
  type: fc.constantFrom(...cardTypes),
  blocked: fc.boolean(),
  lost: fc.boolean(),
  registers: fc.constantFrom('fulfilled', 'unclear', 'not_fulfilled'),
  fromDay: days,
  untilDay: days,
  endsWith: fc.constantFrom('card', 'engagement'),
});
const bases: fc.Arbitrary<Basis | undefined> = fc.option(
  fc.record({ lineage: fc.constant('lin_1' as const), version: fc.nat(), ageS: fc.nat(600_000) }),
  { nil: undefined },
);
const questions: fc.Arbitrary<Question> = fc.record({
  direction: fc.constantFrom('in', 'out'),
  today: fc.constant(TODAY),
  card: fc.oneof(statuses, fc.constantFrom('unknown' as const, 'ambiguous' as const)),
  policy: fc
    .record({ cardTypes: fc.subarray([...cardTypes]), onOldList: fc.constantFrom('admit_and_alarm' as const, 'deny' as const) })
    .map((p) => ({ ...defaultPolicy, ...p })),
  basis: bases,
});

describe('decide', () => {
  it('lets in who has a card that holds, and says on which list that rests', () => {
    expect(decide(ask())).toEqual({ kind: 'granted', notices: [], overridden: undefined, basis });
  });

  it.each(denied)('turns away with %s', (reason, question) => {
    expect(decide(question)).toEqual({ kind: 'denied', reason, basis: question.basis });
    expect(decide({ ...question, direction: 'out' })).toMatchObject({ kind: 'granted', overridden: reason, basis: question.basis });
  });

  it('has a way to every reason there is', () => {
    expect([...denied.map(([reason]) => reason), 'log_unavailable', 'gate_fault'].toSorted()).toEqual([...denialReasons].toSorted());
  });

  it('counts the last day in and the day after out, the first day in and the day before out', () => {
    for (const endsWith of ['card', 'engagement'] as const) {
      expect(decide(ask({ untilDay: TODAY, endsWith })).kind).toBe('granted');
      expect(decide(ask({ untilDay: TODAY - 1, endsWith })).kind).toBe('denied');
    }
    expect(decide(ask({ fromDay: TODAY })).kind).toBe('granted');
  });

  it.each([
    ['card_expires_soon', ask({ untilDay: TODAY + 30 })],
    ['registers_unclear', ask({ registers: 'unclear' })],
    ['registers_unclear', ask({ registers: 'not_fulfilled' })],
    ['list_is_old', ask({}, { basis: old })],
  ] as const)('lets in and tells %s', (notice, question) => {
    expect(decide(question)).toEqual({ kind: 'granted', notices: [notice], overridden: undefined, basis: question.basis });
  });

  it('tells nothing a day too early', () => {
    expect(decide(ask({ untilDay: TODAY + 31 }))).toMatchObject({ notices: [] });
    expect(decide(ask({ untilDay: TODAY + 5, endsWith: 'engagement' }))).toMatchObject({ notices: [] });
    expect(decide(ask({}, { basis: { ...old, ageS: 72 * 3_600 } }))).toMatchObject({ notices: [] });
  });

  it('never turns anyone away for what the registers say alone', () => {
    fc.assert(
      fc.property(questions, (question) => {
        if (typeof question.card === 'string') return;
        const fulfilled = decide({ ...question, card: { ...question.card, registers: 'fulfilled' } });
        expect(decide(question).kind).toBe(fulfilled.kind);
      }),
    );
  });

  it('refuses nobody on the way out, whatever the question, and keeps what would have been said on the way in', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const out = decide({ ...question, direction: 'out' });
        const entry = decide({ ...question, direction: 'in' });
        expect(out).toMatchObject({ kind: 'granted', overridden: entry.kind === 'denied' ? entry.reason : undefined });
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives the first denial of the rules in their order, and the same answer again', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const asked = { ...question, direction: 'in' as const };
        const first = explain(asked).find((e) => e.verdict.kind === 'denial')?.verdict;
        const decision = decide(asked);
        expect(decision.kind === 'denied' ? decision.reason : undefined).toBe(first?.kind === 'denial' ? first.reason : undefined);
        expect(decision.basis).toBe(question.basis);
        expect(decide(asked)).toEqual(decision);
        if (decision.kind === 'granted') for (const notice of decision.notices) expect(notices).toContain(notice);
      }),
      { numRuns: 1_000 },
    );
  });

  it('asks in this order: what a person can do something about comes before what is ours to mend', () => {
    expect(rules.map((rule) => rule.name)).toEqual([
      'the gate has a list',
      'card is known',
      'card is not blocked',
      'card is not reported lost',
      'card type counts here',
      'card is valid today',
      'holder is engaged here today',
      'register duties',
      'list is fresh',
    ]);
    const everythingWrong = ask(
      { blocked: true, lost: true, type: 'cleaning', untilDay: TODAY - 1, fromDay: TODAY + 1 },
      { policy: { ...strict, cardTypes: [] }, basis: old },
    );
    const fix: readonly (readonly [DenialReason, Partial<CardStatus>])[] = [
      ['card_blocked', { blocked: false }],
      ['card_lost', { lost: false }],
      ['card_type_not_allowed', { type: 'construction' }],
      ['card_expired', { untilDay: TODAY }],
      ['not_engaged_yet', { fromDay: TODAY }],
    ];
    let question = everythingWrong;
    for (const [reason, mended] of fix) {
      expect(decide(question)).toMatchObject({ reason });
      question = {
        ...question,
        card: { ...(question.card as CardStatus), ...mended },
        policy: 'type' in mended ? strict : question.policy,
      };
    }
    expect(decide(question)).toMatchObject({ reason: 'list_too_old' });
  });
});

describe('decideOnFault', () => {
  it.each(['log_unavailable', 'gate_fault'] as const)('refuses an entry and never an exit on %s', (reason) => {
    expect(decideOnFault({ direction: 'in', basis }, reason)).toEqual({ kind: 'denied', reason, basis });
    expect(decideOnFault({ direction: 'out', basis: undefined }, reason)).toEqual({
      kind: 'granted',
      notices: [],
      overridden: reason,
      basis: undefined,
    });
  });
});
