import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCardNumber } from './card-number.ts';

const normalOf = (typed: string) => {
  const reading = readCardNumber(typed);
  return reading.ok ? reading.number.normal : reading.fault;
};

describe('readCardNumber', () => {
  it.each([
    ['1204773', '1204773'],
    [' 1204 773 ', '1204773'],
    ['1204\u00a0773', '1204773'],
    ['01204773', '1204773'],
    ['12047731', '12047731'],
    ['0120477', '0120477'],
    ['001204773', '01204773'],
    ['', 'empty'],
    [' \t ', 'empty'],
    ['HMS 1204773', 'not_digits'],
    ['１２０４７７３', 'not_digits'],
    ['01019012345', 'looks_like_national_id'],
    ['010190 12345', 'looks_like_national_id'],
    ['010190-12345', 'looks_like_national_id'],
    ['120477310000', 'too_long'],
  ])('reads %j as %s', (typed, expected) => expect(normalOf(typed)).toBe(expected));

  it('keeps what the card shows beside what it is compared by', () => {
    expect(readCardNumber(' 0120 4773 ')).toEqual({ ok: true, number: { printed: '0120 4773', normal: '1204773' } });
  });

  it('reads the same number whatever blanks stand in it', () => {
    const digits = fc.stringMatching(/^\d{1,10}$/);
    const blanks = fc.array(fc.tuple(fc.nat(10), fc.constantFrom(' ', '\t', '\u00a0', '\u202f')), { maxLength: 5 });
    fc.assert(
      fc.property(digits, blanks, (number, at) => {
        const typed = at.reduce((text, [place, blank]) => text.slice(0, place) + blank + text.slice(place), number);
        expect(normalOf(typed)).toBe(normalOf(number));
      }),
    );
  });

  it('reads what it printed as the same number again, and drops one zero at most', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const reading = readCardNumber(typed);
        if (!reading.ok) return;
        expect(readCardNumber(reading.number.printed)).toEqual(reading);
        const digits = reading.number.printed.replace(/\s/gu, '');
        expect([digits, digits.slice(1)]).toContain(reading.number.normal);
      }),
    );
    expect(normalOf('0000000000')).toBe('000000000');
  });
});
