import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFacts, compareTimes, type Passage } from '../access/passage.ts';
import type { AgentId, HolderId } from '../identity.ts';
import { foldPassages, presenceOf, type Whereabouts } from './presence.ts';

const HOUR = 3_600_000;
const context = { nowMs: 100 * HOUR, outside: 'zon_out' as const, uncertainAfterHours: 14 };

function passage(
  agent: AgentId,
  sequence: number,
  occurredMs: number,
  holder: HolderId | undefined,
  direction: 'in' | 'out',
  other: Partial<Passage> = {},
): Passage {
  return {
    key: { agent, epoch: 1, sequence },
    occurredMs,
    holder,
    card: 'crd_1',
    gate: 'gat_1',
    portal: 'ptl_1',
    direction,
    from: direction === 'in' ? 'zon_out' : 'zon_in',
    to: direction === 'in' ? 'zon_in' : 'zon_out',
    evidence: 'sensed',
    told: 'gate',
    tap: undefined,
    ...other,
  };
}

/** Histories of two agents whose clocks may jump either way; a key stands for one fact. */
const histories = fc
  .array(
    fc.tuple(
      fc.constantFrom<AgentId>('agt_a', 'agt_b', 'agt_c'),
      fc.nat(50),
      fc.constantFrom<HolderId | undefined>('hld_1', 'hld_2', 'hld_3', undefined),
      fc.constantFrom('in' as const, 'out' as const),
      fc.nat(2),
    ),
    { maxLength: 30 },
  )
  .map((rows) =>
    rows.map(([agent, ms, holder, direction, epoch], i) =>
      passage(agent, i, ms, holder, direction, { key: { agent, epoch, sequence: i } }),
    ),
  );
const delivered = histories.chain((history) => fc.tuple(fc.constant(history), fc.shuffledSubarray(history, { minLength: history.length })));

/** What the fold has to be, said another way: the last fact within each agent, and of those the latest. */
function model(history: readonly Passage[], holder: HolderId): Passage | undefined {
  const own = history.filter((p) => p.holder === holder);
  const lastOfAgents = own.filter((p) =>
    own.every(
      (q) => q.key.agent !== p.key.agent || q.key.epoch < p.key.epoch || (q.key.epoch === p.key.epoch && q.key.sequence <= p.key.sequence),
    ),
  );
  return lastOfAgents.find((p) =>
    lastOfAgents.every((q) => q.occurredMs < p.occurredMs || (q.occurredMs === p.occurredMs && q.key.agent <= p.key.agent)),
  );
}

const asObject = (people: ReadonlyMap<HolderId, Whereabouts>) => Object.fromEntries(people);

describe('foldPassages', () => {
  it('is the same in any order of delivery, also where clocks jumped (property)', () => {
    fc.assert(
      fc.property(delivered, ([history, shuffled]) => {
        expect(asObject(foldPassages(shuffled))).toEqual(asObject(foldPassages(history)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the model (property)', () => {
    fc.assert(
      fc.property(delivered, ([history, shuffled]) => {
        const people = foldPassages(shuffled);
        for (const holder of ['hld_1', 'hld_2', 'hld_3'] as const) {
          const last = model(history, holder);
          expect(people.get(holder)).toEqual(last && { holder, zone: last.to, last });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes a fact that is delivered twice once', () => {
    fc.assert(
      fc.property(delivered, ([history, again]) => {
        expect(asObject(foldPassages([...history, ...again]))).toEqual(asObject(foldPassages(history)));
      }),
    );
  });

  it('counts a person with two cards once', () => {
    const people = foldPassages([
      passage('agt_a', 1, 1, 'hld_1', 'in', { card: 'crd_1' }),
      passage('agt_a', 2, 2, 'hld_1', 'in', { card: 'crd_2' }),
    ]);
    expect([...people.values()].map((w) => w.last.card)).toEqual(['crd_2']);
    expect(
      foldPassages([...people.values()].map((w) => w.last).concat(passage('agt_a', 3, 3, 'hld_1', 'out', { card: 'crd_1' }))).get('hld_1')
        ?.zone,
    ).toBe('zon_out');
  });

  it('goes by the sequence within an agent when its clock jumps back, and by the clock between agents', () => {
    const jumpedBack = [passage('agt_a', 1, 10 * HOUR, 'hld_1', 'in'), passage('agt_a', 2, 2 * HOUR, 'hld_1', 'out')];
    expect(foldPassages(jumpedBack).get('hld_1')?.zone).toBe('zon_out');
    const twoGates = [passage('agt_b', 1, 9 * HOUR, 'hld_1', 'in'), passage('agt_a', 9, 8 * HOUR, 'hld_1', 'out')];
    expect(foldPassages(twoGates).get('hld_1')?.zone).toBe('zon_in');
  });

  it('does not go in circles over three facts that each come before the next', () => {
    const a1 = passage('agt_a', 1, 100, 'hld_1', 'in');
    const a2 = passage('agt_a', 2, 50, 'hld_1', 'out');
    const b = passage('agt_b', 1, 75, 'hld_1', 'in');
    expect([compareFacts(a1, a2) < 0, compareFacts(a2, b) < 0, compareFacts(b, a1) < 0]).toEqual([true, true, true]);
    for (const order of [
      [a1, a2, b],
      [a2, b, a1],
      [b, a1, a2],
      [b, a2, a1],
      [a1, b, a2],
      [a2, a1, b],
    ]) {
      expect(foldPassages(order).get('hld_1')?.last).toBe(b);
    }
  });

  it('accounts a passage by nobody known to nobody', () => {
    expect(foldPassages([passage('agt_a', 1, 1, undefined, 'out')]).size).toBe(0);
  });
});

it('sorts a time line the same way however it came', () => {
  fc.assert(
    fc.property(delivered, ([history, shuffled]) => {
      expect(shuffled.toSorted(compareTimes)).toEqual(history.toSorted(compareTimes));
    }),
  );
});

describe('presenceOf', () => {
  const inside = (hoursAgo: number): Whereabouts => {
    const last = passage('agt_a', 1, context.nowMs - hoursAgo * HOUR, 'hld_1', 'in');
    return { holder: 'hld_1', zone: last.to, last };
  };

  it('believes it for fourteen hours, and says uncertain after that; it takes nobody off', () => {
    expect(presenceOf(inside(0), context)).toBe('inside');
    expect(presenceOf(inside(14), context)).toBe('inside');
    expect(presenceOf(inside(14 + 1 / HOUR), context)).toBe('uncertain');
    expect(presenceOf(inside(24 * 365), context)).toBe('uncertain');
  });

  it('believes a passage a little in the future: clocks differ by seconds', () => {
    expect(presenceOf(inside(-0.01), context)).toBe('inside');
  });

  it('is outside for who left, however long ago, and for who never came', () => {
    const last = passage('agt_a', 1, 0, 'hld_1', 'out');
    expect(presenceOf({ holder: 'hld_1', zone: last.to, last }, context)).toBe('outside');
    expect(presenceOf(undefined, context)).toBe('outside');
  });
});
