import { describe, expect, it } from 'vitest';
import { ageOf } from './age.ts';
import { initials } from './initials.ts';
import { orgNumber } from './org-number.ts';
import { clock, clockSeconds, hourOfDay, longDay, monthName, numericDay, proseClock, weekday, weekdayInitials } from './site-time.ts';

describe('times at the site', () => {
  it('are in Oslo, winter and summer', () => {
    expect(clock('2026-11-20T08:12:40Z')).toBe('09:12');
    expect(clockSeconds('2026-07-01T07:12:40Z')).toBe('09:12:40');
    expect(clock('2026-11-20T09:12:40+01:00')).toBe('09:12');
  });

  it('show midnight as 00, never 24', () => {
    expect(clock('2026-11-19T23:00:00Z')).toBe('00:00');
  });

  it('follow the clock over both changes of 2026', () => {
    expect([clock('2026-03-29T00:59:00Z'), clock('2026-03-29T01:00:00Z')]).toEqual(['01:59', '03:00']);
    expect([clock('2026-10-25T00:30:00Z'), clock('2026-10-25T01:30:00Z')]).toEqual(['02:30', '02:30']);
  });

  it('stand in prose as the language writes them', () => {
    expect(proseClock('2026-11-20T08:12:40Z', 'nb')).toBe('kl.\u00a009.12');
    expect(proseClock('2026-11-20T08:12:40Z', 'en')).toBe('09:12');
  });

  it('have a place on the axis of the day', () => {
    expect(hourOfDay('2026-11-20T08:30:00Z')).toBe(9.5);
  });
});

describe('dates', () => {
  it('are numeric as on the legal list', () => {
    expect(numericDay('2026-11-20')).toBe('20.11.2026');
  });

  it('are written out in the language of the page', () => {
    expect(longDay('2026-11-20', 'nb')).toBe('Fredag 20. november 2026');
    expect(longDay('2026-11-20', 'en')).toContain('20 November 2026');
    expect(weekday('2026-11-20', 'nb')).toBe('fredag');
    expect(monthName('2026-11-20', 'nb')).toBe('November 2026');
  });

  it('name the days of the week from Monday', () => {
    expect(weekdayInitials('nb').map((d) => d.short)).toEqual(['ma', 'ti', 'on', 'to', 'fr', 'lø', 'sø']);
  });
});

describe('ages', () => {
  it.each([
    [-5, 's', 0],
    [59_999, 's', 59],
    [60_000, 'min', 1],
    [3_599_000, 'min', 59],
    [3_600_000, 'h', 1],
    [47 * 3_600_000, 'h', 47],
    [72 * 3_600_000, 'd', 3],
  ] as const)('%i ms', (ms, unit, count) => {
    expect(ageOf(ms)).toEqual({ unit, count });
  });
});

describe('numbers and names', () => {
  it('parts an organisation number with blanks that do not break', () => {
    expect(orgNumber('311550942')).toBe('311\u00a0550\u00a0942');
    expect(orgNumber('SE 5560')).toBe('SE 5560');
  });

  it.each([
    ['Kari Løvås', 'KL'],
    ['  Łukasz  Nowak-Żak ', 'ŁN'],
    ['åse', 'Å'],
    ['', '?'],
  ])('initials of %s', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});
