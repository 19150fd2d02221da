import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber, dayText } from '../site/site-day.ts';
import { type Fulfilment, fulfilmentOf, lastValidDay, type RegisterStatus } from './card.ts';

describe('lastValidDay', () => {
  it.each([
    ['2024-11-22', undefined, '2026-11-22', 'two years from issue'],
    ['2024-02-29', undefined, '2026-02-28', 'issued on a leap day'],
    ['2024-11-22', '2026-05-01', '2026-05-01', 'an older card that prints an earlier day'],
    ['2024-11-22', '2027-05-01', '2026-11-22', 'a print never prolongs'],
    [undefined, '2026-05-01', '2026-05-01', 'only the print is known'],
    [undefined, undefined, '9999-12-31', 'no date is known'],
  ] as const)('issued %s, printed %s: %s (%s)', (issuedOn, printedExpiryOn, expected, _why) => {
    expect(lastValidDay({ issuedOn, printedExpiryOn })).toBe(expected);
  });

  it('is never past either date', () => {
    const days = fc.integer({ min: 15_000, max: 30_000 }).map(dayText);
    fc.assert(
      fc.property(days, days, (issuedOn, printedExpiryOn) => {
        const last = lastValidDay({ issuedOn, printedExpiryOn });
        expect(last <= printedExpiryOn).toBe(true);
        expect(dayNumber(last) - dayNumber(issuedOn)).toBeLessThanOrEqual(731);
      }),
    );
  });
});

describe('fulfilmentOf', () => {
  const said = (...statuses: Fulfilment[]): readonly RegisterStatus[] =>
    statuses.map((status) => ({ register: 'mva_registeret', status, fetchedAt: '2026-11-20T05:00:00Z' }));

  it.each([
    [[], 'unclear'],
    [['fulfilled'], 'fulfilled'],
    [['fulfilled', 'unclear'], 'unclear'],
    [['unclear', 'not_fulfilled'], 'not_fulfilled'],
    [['fulfilled', 'not_fulfilled', 'fulfilled'], 'not_fulfilled'],
  ] as const)('%j gives %s', (statuses, expected) => {
    expect(fulfilmentOf({ type: 'construction', registers: said(...statuses) })).toBe(expected);
  });

  it('asks no register about a tag the site lends', () => {
    expect(fulfilmentOf({ type: 'site', registers: said('not_fulfilled') })).toBe('fulfilled');
    expect(fulfilmentOf({ type: 'site', registers: [] })).toBe('fulfilled');
  });

  it('is the worst answer, in whatever order they came', () => {
    const order: readonly Fulfilment[] = ['fulfilled', 'unclear', 'not_fulfilled'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...order), { minLength: 1 }), (statuses) => {
        const worst = order[Math.max(...statuses.map((s) => order.indexOf(s)))];
        expect(fulfilmentOf({ type: 'cleaning', registers: said(...statuses) })).toBe(worst);
      }),
    );
  });
});
