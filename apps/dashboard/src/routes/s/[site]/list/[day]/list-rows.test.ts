import { missingFields } from '@portvakt/domain';
import type { OverviewListView } from '@portvakt/protocol';
import { describe, expect, it } from 'vitest';
import { choiceOf, counts, groupByEmployer, lacksSomething } from './list-rows.ts';

type Row = OverviewListView['rows'][number];
const row = (familyName: string, employer: string, change: Partial<Row> = {}): Row => ({
  familyName,
  givenName: 'Kim',
  bornOn: '1988-03-14',
  employer: { name: employer, orgNumber: '311550942' },
  hirer: null,
  cardNumber: '1204 7731',
  insteadOfCard: null,
  ...change,
});

const rows = [
  row('Aasen', 'A'),
  row('Bøe', 'A', { bornOn: null }),
  row('Lungu', 'B', { hirer: { name: 'A', orgNumber: null } }),
  row('Żak', 'B', { cardNumber: null, insteadOfCard: 'card_ordered' }),
  row('Ørn', 'C', { employer: { name: 'C', orgNumber: null } }),
  row('Åse', 'A', { cardNumber: null }),
];

describe('the rows of a list', () => {
  it('are grouped by employer and keep their number on paper', () => {
    const groups = groupByEmployer(rows, 'all');
    expect(groups.map((g) => [g.employer.name, g.rows.map((r) => r.nr)])).toEqual([
      ['A', [1, 2, 6]],
      ['B', [3, 4]],
      ['C', [5]],
    ]);
  });

  it('are chosen without losing number or size of the group', () => {
    expect(groupByEmployer(rows, 'missing').map((g) => [g.employer.name, g.rows.map((r) => r.nr), g.people])).toEqual([
      ['A', [2, 6], 3],
      ['B', [3], 2],
      ['C', [5], 1],
    ]);
    expect(counts(rows)).toEqual({ all: 6, missing: 4, hired: 1 });
  });

  it('lack what the domain says they lack', () => {
    for (const r of rows) expect(lacksSomething(r), r.familyName).toBe(missingFields(r as Parameters<typeof missingFields>[0]).length > 0);
  });

  it('two employers of one name stay two', () => {
    expect(
      groupByEmployer([row('A', 'Bygg AS'), row('B', 'Bygg AS', { employer: { name: 'Bygg AS', orgNumber: '316234585' } })], 'all'),
    ).toHaveLength(2);
  });

  it.each([
    ['missing', 'missing'],
    ['hired', 'hired'],
    ['<x>', 'all'],
    [null, 'all'],
  ])('the choice %s is %s', (text, expected) => {
    expect(choiceOf(text)).toBe(expected);
  });
});
