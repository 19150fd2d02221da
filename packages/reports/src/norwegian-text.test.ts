import { expect, it } from 'vitest';
import { countText, dateText, momentText, orgNumberText } from './norwegian-text.ts';

it.each([
  ['2026-11-22T08:12:00Z', '22.11.2026 kl. 09.12'],
  ['2026-06-30T22:05:59Z', '01.07.2026 kl. 00.05'],
  ['2026-10-25T00:30:00Z', '25.10.2026 kl. 02.30'],
  ['2026-10-25T01:30:00Z', '25.10.2026 kl. 02.30'],
  ['2026-03-29T03:00:00+02:00', '29.03.2026 kl. 03.00'],
])('writes %s as %s', (instant, expected) => expect(momentText(instant)).toBe(expected));

it('takes no instant for a bug', () => expect(() => momentText('i går')).toThrow(TypeError));

it('writes dates, numbers and counts', () => {
  expect(dateText('2026-02-01')).toBe('01.02.2026');
  expect(orgNumberText('316234585')).toBe('316\u00a0234\u00a0585');
  expect(orgNumberText('utenlandsk 12')).toBe('utenlandsk 12');
  expect([0, 1, 2].map((n) => countText(n, 'person', 'personer'))).toEqual(['0 personer', '1 person', '2 personer']);
});
