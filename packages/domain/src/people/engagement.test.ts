import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngagementId } from '../identity.ts';
import { coversDay, type Engagement, knownAt } from './engagement.ts';

function row(id: EngagementId, recordedAt: string, supersedes?: EngagementId): Engagement {
  return {
    id,
    holder: 'hld_1',
    employer: 'ent_1',
    hirer: undefined,
    validFrom: '2026-11-01',
    validUntil: undefined,
    evidence: { kind: 'card', card: 'crd_1' },
    recordedAt,
    supersedes,
    author: 'test',
    reason: undefined,
  };
}

const ids = (rows: readonly Engagement[]) => rows.map((r) => r.id);

describe('knownAt', () => {
  const rows = [
    row('eng_a', '2026-11-01T08:00:00+01:00'),
    row('eng_b', '2026-11-03T08:00:00+01:00', 'eng_a'),
    row('eng_c', '2026-11-05T08:00:00+01:00', 'eng_b'),
    row('eng_other', '2026-11-04T07:00:00Z'),
  ];

  it('tells the list of a past day as it was known then', () => {
    expect(ids(knownAt(rows, '2026-11-01T06:59:59Z'))).toEqual([]);
    expect(ids(knownAt(rows, '2026-11-01T07:00:00Z'))).toEqual(['eng_a']);
    expect(ids(knownAt(rows, '2026-11-03T12:00:00Z'))).toEqual(['eng_b']);
    expect(ids(knownAt(rows, '2026-11-04T12:00:00Z'))).toEqual(['eng_b', 'eng_other']);
    expect(ids(knownAt(rows, '2026-12-01T00:00:00Z'))).toEqual(['eng_c', 'eng_other']);
  });

  it('compares instants, not texts: offsets may differ', () => {
    expect(ids(knownAt([row('eng_a', '2026-11-01T08:00:00+01:00')], '2026-11-01T07:30:00Z'))).toEqual(['eng_a']);
    expect(ids(knownAt([row('eng_a', '2026-11-01T08:00:00Z')], '2026-11-01T08:30:00+01:00'))).toEqual([]);
  });

  it('leaves exactly the end of each chain of corrections, however the rows are ordered (property)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }).chain((lengths) => {
          const all = lengths.flatMap((length, chain) =>
            Array.from({ length }, (_, i) =>
              row(`eng_${chain}_${i}`, new Date(i * 86_400_000).toISOString(), i === 0 ? undefined : `eng_${chain}_${i - 1}`),
            ),
          );
          return fc.tuple(fc.constant(lengths), fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(6));
        }),
        ([lengths, all, day]) => {
          const expected = lengths.map((length, chain) => `eng_${chain}_${Math.min(length - 1, day)}`);
          expect(ids(knownAt(all, new Date(day * 86_400_000).toISOString())).toSorted()).toEqual(expected.toSorted());
        },
      ),
    );
  });
});

describe('coversDay', () => {
  it.each([
    ['2026-11-10', '2026-11-12', '2026-11-09', false],
    ['2026-11-10', '2026-11-12', '2026-11-10', true],
    ['2026-11-10', '2026-11-12', '2026-11-12', true],
    ['2026-11-10', '2026-11-12', '2026-11-13', false],
    ['2026-11-10', undefined, '2099-01-01', true],
    ['2026-11-10', '2026-11-09', '2026-11-10', false],
  ] as const)('%s to %s: %s is %s', (validFrom, validUntil, day, expected) => {
    expect(coversDay({ validFrom, validUntil }, day)).toBe(expected);
  });
});
