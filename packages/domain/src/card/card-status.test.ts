import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engagement } from '../people/engagement.ts';
import { addYears, dayNumber, dayText, type SiteDay } from '../site/site-day.ts';
import type { Card } from './card.ts';
import { cardStatusAt, DAY_MAX } from './card-status.ts';

const card: Card = {
  id: 'crd_1',
  holder: 'hld_kari',
  employer: 'ent_betong',
  type: 'construction',
  number: { printed: '12047731', normal: '12047731' },
  issuedOn: '2025-06-01',
  printedExpiryOn: undefined,
  registers: [{ register: 'aa_registeret', status: 'fulfilled', fetchedAt: '2026-11-20T05:00:00Z' }],
  lostOn: undefined,
  blocked: undefined,
};

function engaged(validFrom: SiteDay, validUntil?: SiteDay, other: Partial<Engagement> = {}): Engagement {
  return {
    id: 'eng_1',
    holder: 'hld_kari',
    employer: 'ent_betong',
    hirer: undefined,
    validFrom,
    validUntil,
    evidence: { kind: 'card', card: 'crd_1' },
    recordedAt: '2026-01-01T00:00:00Z',
    supersedes: undefined,
    author: 'test',
    reason: undefined,
    ...other,
  };
}

const periodOf = (engagements: readonly Engagement[], today?: SiteDay) => {
  const status = cardStatusAt(card, engagements, today && dayNumber(today));
  return status && [dayText(status.fromDay), dayText(status.untilDay), status.endsWith];
};

describe('cardStatusAt', () => {
  it('holds from the first day of the engagement to the end of the card or of the engagement, whichever is first', () => {
    expect(periodOf([engaged('2026-01-01', '2026-12-31')])).toEqual(['2026-01-01', '2026-12-31', 'engagement']);
    expect(periodOf([engaged('2026-01-01', '2027-12-31')])).toEqual(['2026-01-01', '2027-06-01', 'card']);
    expect(periodOf([engaged('2026-01-01')])).toEqual(['2026-01-01', '2027-06-01', 'card']);
    expect(periodOf([engaged('2026-01-01', '2027-06-01')])).toEqual(['2026-01-01', '2027-06-01', 'card']);
  });

  it('never ends where neither has an end', () => {
    const undated = { ...card, issuedOn: undefined };
    expect(cardStatusAt(undated, [engaged('2026-01-01')])).toMatchObject({ untilDay: DAY_MAX, endsWith: 'card' });
    expect(cardStatusAt(undated, [engaged('2026-01-01', '9999-12-31')])).toMatchObject({ untilDay: DAY_MAX });
  });

  it('is nothing without an engagement with the card’s own employer: one card per employer', () => {
    expect(cardStatusAt(card, [])).toBeUndefined();
    expect(cardStatusAt(card, [engaged('2026-01-01', undefined, { employer: 'ent_other' })])).toBeUndefined();
    expect(cardStatusAt(card, [engaged('2026-01-01', undefined, { holder: 'hld_other' })])).toBeUndefined();
  });

  it('opens for a renewed card although the engagement still names the old one, or a receipt for the order', () => {
    expect(periodOf([engaged('2026-01-01', undefined, { evidence: { kind: 'card', card: 'crd_old' } })])).toBeDefined();
    expect(
      periodOf([engaged('2026-01-01', undefined, { evidence: { kind: 'proof', proof: 'card_ordered', since: '2026-01-01' } })]),
    ).toBeDefined();
  });

  it('does not open in a gap between two engagements', () => {
    const two = [engaged('2026-06-01', '2026-08-31'), engaged('2026-01-01', '2026-03-31')];
    expect(periodOf(two, '2025-12-01')).toEqual(['2026-01-01', '2026-03-31', 'engagement']);
    expect(periodOf(two, '2026-03-31')).toEqual(['2026-01-01', '2026-03-31', 'engagement']);
    expect(periodOf(two, '2026-04-01')).toEqual(['2026-06-01', '2026-08-31', 'engagement']);
    expect(periodOf(two, '2026-10-01')).toEqual(['2026-06-01', '2026-08-31', 'engagement']);
    expect(periodOf(two)).toEqual(['2026-01-01', '2026-08-31', 'engagement']);
  });

  it('runs two engagements together that meet or overlap', () => {
    expect(periodOf([engaged('2026-01-01', '2026-03-31'), engaged('2026-04-01', '2026-05-31')], '2026-02-01')).toEqual([
      '2026-01-01',
      '2026-05-31',
      'engagement',
    ]);
    expect(periodOf([engaged('2026-01-01', '2026-12-31'), engaged('2026-02-01', '2026-03-31')], '2026-02-01')).toEqual([
      '2026-01-01',
      '2026-12-31',
      'engagement',
    ]);
  });

  it('does not count an engagement that was withdrawn before it began', () => {
    expect(periodOf([engaged('2026-06-01', '2026-05-31')])).toBeUndefined();
    expect(periodOf([engaged('2026-06-01', '2026-05-31'), engaged('2026-09-01', '2026-09-30')])).toEqual([
      '2026-09-01',
      '2026-09-30',
      'engagement',
    ]);
  });

  it('carries lost, blocked and what the registers said', () => {
    const marked: Card = {
      ...card,
      lostOn: '2026-11-01',
      blocked: { at: '2026-11-01T10:00:00Z', by: 'acc', reason: 'sluttet' },
      registers: [],
    };
    expect(cardStatusAt(marked, [engaged('2026-01-01')])).toMatchObject({
      type: 'construction',
      lost: true,
      blocked: true,
      registers: 'unclear',
    });
    expect(cardStatusAt(card, [engaged('2026-01-01')])).toMatchObject({ lost: false, blocked: false, registers: 'fulfilled' });
  });

  it('covers today exactly when some engagement does and the card holds (property)', () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: 20_000, max: 20_080 }), fc.integer({ min: -2, max: 20 })), { maxLength: 6 });
    fc.assert(
      fc.property(spans, fc.integer({ min: 19_990, max: 20_110 }), (made, today) => {
        const rows = made.map(([from, length]) => engaged(dayText(from), dayText(from + length)));
        const status = cardStatusAt({ ...card, issuedOn: dayText(19_320) }, rows, today);
        const covered =
          made.some(([from, length]) => from <= today && today <= from + length) && today <= dayNumber(addYears(dayText(19_320), 2));
        expect(status !== undefined && status.fromDay <= today && today <= status.untilDay).toBe(covered);
        if (status) expect([status.fromDay, status.untilDay].every((day) => day >= 0 && day <= DAY_MAX)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
