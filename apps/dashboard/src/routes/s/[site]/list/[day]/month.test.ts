import type { SiteDay } from '@portvakt/domain';
import { expect, it } from 'vitest';
import { aroundMonth, weeksOf } from './month.ts';

const november = Array.from({ length: 30 }, (_, i) => ({
  day: `2026-11-${String(i + 1).padStart(2, '0')}` as SiteDay,
  state: i < 20 ? ('not_checked' as const) : ('future' as const),
}));

it('weeks begin on Monday and are whole', () => {
  const weeks = weeksOf(november);
  expect(weeks.every((week) => week.length === 7)).toBe(true);
  expect(weeks[0]!.map((d) => d?.date)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined, 1]);
  expect(weeks[1]!.map((d) => d?.state)).toEqual([
    'not_checked',
    'not_checked',
    'not_checked',
    'not_checked',
    'not_checked',
    'weekend',
    'weekend',
  ]);
  expect(weeks.at(-1)!.map((d) => d?.date)).toEqual([30, undefined, undefined, undefined, undefined, undefined, undefined]);
});

it.each([
  ['2026-11-20', '2026-10-31', '2026-12-01'],
  ['2026-01-31', '2025-12-31', '2026-02-01'],
  ['2028-02-29', '2028-01-31', '2028-03-01'],
  ['2026-12-01', '2026-11-30', '2027-01-01'],
])('the months around %s', (day, before, after) => {
  expect(aroundMonth(day as SiteDay)).toEqual({ before, after });
});
