import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayText } from '../site/site-day.ts';
import { birthDateInNationalId } from './national-id.ts';

describe('birthDateInNationalId', () => {
  it.each([
    ['01019012345', '1990-01-01', 'a fødselsnummer'],
    ['010190 12345', '1990-01-01', 'written with a blank'],
    ['010190-12345', '1990-01-01', 'written with a hyphen'],
    ['41019012345', '1990-01-01', 'a D-number: day + 40'],
    ['01419012345', '1990-01-01', 'a test number: month + 40'],
    ['01819012345', '1990-01-01', 'a test number: month + 80'],
    ['71929012345', '1990-12-31', 'both at once'],
    ['29020050012', '2000-02-29', 'a leap day in 2000'],
    ['29020112345', undefined, 'no leap day in 1901'],
    ['01013950012', '2039-01-01', 'the last year of the two thousands'],
    ['01015450012', '1854-01-01', 'eighteen hundreds'],
    ['01014090012', '1940-01-01', 'nine hundreds from 1940'],
    ['01014550012', undefined, 'a pair of year and number that is in no series'],
    ['81019012345', undefined, 'a number of the health service holds no date'],
    ['99019012345', undefined, 'nor does one with 99'],
    ['00019012345', undefined, 'day 0'],
    ['40019012345', undefined, 'day 40'],
    ['01009012345', undefined, 'month 0'],
    ['1204773', undefined, 'a card number'],
    ['010190123456', undefined, 'twelve digits'],
  ])('%s gives %s: %s', (text, born, _why) => expect(birthDateInNationalId(text)).toBe(born));

  it('gives the date back whatever marks are on day and month', () => {
    const days = fc.integer({ min: -25_000, max: 25_000 }).map(dayText);
    fc.assert(
      fc.property(days, fc.constantFrom(0, 40), fc.constantFrom(0, 40, 80), fc.nat(99), (born, onDay, onMonth, last) => {
        const [year, month, day] = born.split('-').map(Number) as [number, number, number];
        const two = (n: number) => String(n).padStart(2, '0');
        const series = year >= 2000 ? '500' : '123';
        fc.pre(year >= 1900 && year <= 2039);
        expect(birthDateInNationalId(`${two(day + onDay)}${two(month + onMonth)}${two(year % 100)}${series}${two(last)}`)).toBe(born);
      }),
    );
  });
});
