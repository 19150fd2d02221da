import { knownAt, makeOverviewList, readOrgNumber } from '@portvakt/domain';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, planDay } from './day-plan.ts';
import { makePopulation } from './population.ts';

const options = { seed: 7, people: 240, today: '2026-11-20' } as const;

describe('population', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(makePopulation(options)).toEqual(makePopulation(options));
    expect(makePopulation({ ...options, seed: 8 }).people[0]!.holder.id).not.toBe(makePopulation(options).people[0]!.holder.id);
  });

  it('is 240 people in 14 enterprises, all with a valid number of organisation', () => {
    const population = makePopulation(options);
    expect(population.people).toHaveLength(240);
    const employers = new Set(population.engagements.map((e) => e.employer));
    expect(employers.size).toBe(14);
    for (const { orgNumber } of [...population.enterprises, population.client]) expect(readOrgNumber(orgNumber!).ok).toBe(true);
  });

  it('holds every habit, two cards for one person, and no credential twice', () => {
    const { people, credentials, strangers } = makePopulation(options);
    expect(new Set(people.map((p) => p.habit)).size).toBe(6);
    expect(people.filter((p) => p.carried.length === 2).length).toBeGreaterThan(0);
    const bits = [...credentials.map((c) => c.credential.bits), ...strangers.map((s) => s.bits)];
    expect(new Set(bits).size).toBe(bits.length);
  });

  it('gives the day a list with everyone engaged, and what is missing shown', () => {
    const population = makePopulation(options);
    const list = makeOverviewList(options.today, {
      site: { name: 'Fjordbyen B4', address: 'Kaigata 1, 0150 Oslo' },
      client: population.client,
      enterprises: population.enterprises,
      holders: population.people.map((p) => p.holder),
      cards: population.cards,
      engagements: knownAt(population.engagements, '2026-11-20T05:00:00.000Z'),
    });
    expect(list.rows).toHaveLength(population.engagements.length);
    expect(list.rows.filter((r) => r.bornOn === null).length).toBeGreaterThan(0);
    expect(list.rows.filter((r) => r.insteadOfCard === 'card_ordered').length).toBeGreaterThan(0);
    expect(list.rows.filter((r) => r.hirer !== null).length).toBeGreaterThan(10);
  });
});

describe('day plan', () => {
  const population = makePopulation(options);
  const plan = planDay(population, 4, 1);

  it('brings people in between half past six and half past seven', () => {
    const first = new Map<number, number>();
    for (const tap of plan.taps) if (tap.person !== undefined && !first.has(tap.person)) first.set(tap.person, tap.atMs);
    for (const at of first.values()) expect(at / HOUR_MS).toSatisfy((hour: number) => hour >= 6.5 && hour <= 7.5);
    expect(first.size).toBeGreaterThan(200);
  });

  it('has strangers, silent walks, turned rounds, every gate and both faults', () => {
    expect(plan.taps.some((t) => t.person === undefined)).toBe(true);
    expect(plan.taps.some((t) => t.silent)).toBe(true);
    expect(plan.taps.some((t) => t.turnsRound)).toBe(true);
    expect(new Set(plan.taps.map((t) => t.gate)).size).toBe(4);
    expect(plan.faults.map((f) => f.kind)).toEqual(['reader_unplugged', 'uplink_cut']);
  });
});
