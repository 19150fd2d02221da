import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignVisits, type Logged, type Shown } from './align-visits.ts';

const seconds = (s: number) => s * 1_000;
const shown = (at: number, who: number, opened = true): Shown => ({ atMs: seconds(at), holder: `hld_${who}`, opened });
const logged = (at: number, who: number, granted = true): Logged => ({ atMs: seconds(at) + 90, holder: `hld_${who}`, granted });

/** `12,-3,+4`: the pair at second 12, the visit at 3 alone, the tap at 4 alone. */
const way = (visits: readonly Shown[], taps: readonly Logged[]) =>
  alignVisits(visits, taps)
    .map(({ visit, tap }) =>
      visit === undefined ? `+${Math.floor(tap.atMs / 1_000)}` : tap === undefined ? `-${visit.atMs / 1_000}` : `${visit.atMs / 1_000}`,
    )
    .join(',');

describe('alignment', () => {
  it('leaves alone what is missing on either side, in the middle and at the ends', () => {
    expect(way([shown(1, 1), shown(2, 2), shown(3, 3)], [logged(1, 1), logged(3, 3)])).toBe('1,-2,3');
    expect(way([shown(1, 1), shown(3, 3)], [logged(1, 1), logged(2, 2), logged(3, 3), logged(9, 1)])).toBe('1,+2,3,+9');
    expect(way([], [logged(1, 1)])).toBe('+1');
    expect(way([shown(1, 1)], [])).toBe('-1');
  });

  it('pairs a tap with the visit that opened, when the person was not read the first time', () => {
    expect(way([shown(1, 1, false), shown(2, 1)], [logged(2, 1)])).toBe('-1,2');
  });

  it('pairs another person at the same moment, so that a wrong name is told as that', () => {
    expect(way([shown(1, 1), shown(2, 2), shown(3, 3)], [logged(1, 1), logged(2, 9), logged(3, 3)])).toBe('1,2,3');
  });

  it('never pairs across more than a minute', () => {
    expect(way([shown(1, 1)], [logged(70, 1)])).toBe('-1,+70');
  });

  it('finds exactly what was left out, however much was', () => {
    const people = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 300 });
    fc.assert(
      fc.property(people, fc.infiniteStream(fc.constantFrom('both', 'both', 'both', 'visit', 'tap')), (who, kinds) => {
        const cases = who.map((person, i) => ({ person, at: i * 20, kind: kinds.next().value as string }));
        const visits = cases.filter((c) => c.kind !== 'tap').map((c) => shown(c.at, c.person));
        const taps = cases.filter((c) => c.kind !== 'visit').map((c) => logged(c.at, c.person));
        const steps = alignVisits(visits, taps);
        expect(steps.flatMap((s) => s.visit ?? [])).toEqual(visits);
        expect(steps.flatMap((s) => s.tap ?? [])).toEqual(taps);
        // the same person may come again within a minute, and then either pairing is right
        const again = cases.some((c, i) => cases.slice(i + 1, i + 4).some((d) => d.person === c.person));
        if (!again) expect(steps.filter((s) => s.visit && s.tap).length).toBe(cases.filter((c) => c.kind === 'both').length);
      }),
    );
  });
});
