import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addYears, dayNumber, dayText, endOfSiteDay, isSiteDay, type SiteDay, siteDayOf, startOfSiteDay } from './site-day.ts';

const days = fc.integer({ min: dayNumber('1981-01-01'), max: dayNumber('2099-12-31') }).map(dayText);
const at = (text: string) => Date.parse(text);
const hoursIn = (day: SiteDay) => (endOfSiteDay(day) - startOfSiteDay(day)) / 3_600_000;

describe('the site’s day', () => {
  it('is 23 hours when summer time begins, 25 when it ends, 24 between', () => {
    expect(hoursIn('2026-03-29')).toBe(23);
    expect(hoursIn('2026-10-25')).toBe(25);
    expect([hoursIn('2026-03-28'), hoursIn('2026-03-30'), hoursIn('2026-10-24'), hoursIn('2026-10-26')]).toEqual([24, 24, 24, 24]);
  });

  it('begins at midnight in Oslo whatever the season', () => {
    expect(startOfSiteDay('2026-03-29')).toBe(at('2026-03-28T23:00:00Z'));
    expect(startOfSiteDay('2026-03-30')).toBe(at('2026-03-29T22:00:00Z'));
    expect(startOfSiteDay('2026-10-25')).toBe(at('2026-10-24T22:00:00Z'));
    expect(startOfSiteDay('2026-10-26')).toBe(at('2026-10-25T23:00:00Z'));
  });

  it.each([
    ['2026-11-22T22:59:59.999Z', '2026-11-22', 'one millisecond to midnight'],
    ['2026-11-22T23:00:00Z', '2026-11-23', 'midnight'],
    ['2026-03-29T00:59:59Z', '2026-03-29', 'before the hour that is skipped'],
    ['2026-03-29T01:00:00Z', '2026-03-29', 'after it'],
    ['2026-10-25T00:30:00Z', '2026-10-25', '02:30 the first time'],
    ['2026-10-25T01:30:00Z', '2026-10-25', '02:30 the second time'],
    ['2026-06-30T22:00:00Z', '2026-07-01', 'midnight in summer'],
    ['2026-12-31T23:00:00Z', '2027-01-01', 'new year'],
  ])('%s falls on %s: %s', (instant, day) => expect(siteDayOf(at(instant))).toBe(day));

  it('puts the two ends of a night shift on two days, and counts its hours right through the change', () => {
    const [inMs, outMs] = [at('2026-10-24T22:00:00+02:00'), at('2026-10-25T06:00:00+01:00')];
    expect([siteDayOf(inMs), siteDayOf(outMs)]).toEqual(['2026-10-24', '2026-10-25']);
    expect((outMs - inMs) / 3_600_000).toBe(9);
  });

  it('holds every instant in exactly the day it says', () => {
    fc.assert(
      fc.property(fc.integer({ min: at('1981-01-01T00:00:00Z'), max: at('2099-12-31T00:00:00Z') }), (instant) => {
        const day = siteDayOf(instant);
        expect(startOfSiteDay(day)).toBeLessThanOrEqual(instant);
        expect(endOfSiteDay(day)).toBeGreaterThan(instant);
      }),
    );
  });

  it('begins on itself', () => {
    fc.assert(fc.property(days, (day) => void expect(siteDayOf(startOfSiteDay(day))).toBe(day)));
  });
});

describe('calendar dates', () => {
  it('go to a number and back, and order as text', () => {
    fc.assert(
      fc.property(days, days, (a, b) => {
        expect(dayText(dayNumber(a))).toBe(a);
        expect(a < b).toBe(dayNumber(a) < dayNumber(b));
        expect(addDays(a, dayNumber(b) - dayNumber(a))).toBe(b);
      }),
    );
    expect(dayNumber('1970-01-01')).toBe(0);
  });

  it.each([
    ['2024-02-29', 2, '2026-02-28'],
    ['2024-02-29', 4, '2028-02-29'],
    ['2026-11-22', 2, '2028-11-22'],
    ['2026-12-31', 1, '2027-12-31'],
  ] as const)('%s and %i years is %s', (day, years, expected) => expect(addYears(day, years)).toBe(expected));

  it.each(['2026-02-30', '2026-13-01', '2026-1-1', '26-01-01', '2026-01-01T00:00', ' 2026-01-01', '', null, 20260101])(
    '%j is none',
    (text) => {
      expect(isSiteDay(text)).toBe(false);
    },
  );

  it('are known when real', () => {
    fc.assert(fc.property(days, (day) => void expect(isSiteDay(day)).toBe(true)));
    expect(isSiteDay('2028-02-29')).toBe(true);
  });
});
