import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit, readOrgNumber } from './org-number.ts';

describe('readOrgNumber', () => {
  it.each(['123456785', '123 456 785', ' 123\u00a0456\u00a0785 ', '311550942', '316234585', '314012364', '317345690'])(
    'takes %j',
    (typed) => {
      expect(readOrgNumber(typed)).toEqual({ ok: true, number: typed.replace(/\s/gu, '') });
    },
  );

  it.each(['', '12345678', '1234567850', 'NO123456785', '123456785MVA', '12345678５'])('refuses %j, which is not nine digits', (typed) => {
    expect(readOrgNumber(typed)).toEqual({ ok: false, fault: 'not_nine_digits' });
  });

  it('knows a remainder of zero as check digit zero, and of one as none at all', () => {
    expect(checkDigit('00000000')).toBe(0);
    expect(checkDigit('00000040')).toBeUndefined(); // 4 × 3 leaves 1
    expect(readOrgNumber('000000400')).toEqual({ ok: false, fault: 'check_digit' });
  });

  it('finds every single wrong digit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{8}$/), fc.nat(8), fc.integer({ min: 1, max: 9 }), (first, at, by) => {
        const check = checkDigit(first);
        fc.pre(check !== undefined);
        const good = `${first}${check}`;
        expect(readOrgNumber(good).ok).toBe(true);
        const bad = good.slice(0, at) + ((Number(good[at]) + by) % 10) + good.slice(at + 1);
        expect(readOrgNumber(bad)).toEqual({ ok: false, fault: 'check_digit' });
      }),
    );
  });
});
