import { type Direction, type GateId, idOf, type TapId } from '@portvakt/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRACE_MS, OUTSTANDING_MAX, outstandingGrants } from './outstanding-grants.ts';

const uuid = (n: number) => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const gates: readonly GateId[] = [idOf('gate', uuid(1)), idOf('gate', uuid(2))];
const tap = (n: number): TapId => idOf('tap', uuid(n));
const grantOf = (n: number, atMonotonicMs: number, gate = gates[0]!, direction: Direction = 'in') => ({
  order: tap(n),
  tap: tap(n),
  who: n,
  gate,
  direction,
  atMonotonicMs,
  openForMs: 5_000,
});

describe('outstanding grants', () => {
  it('gives a turn to the oldest grant of its gate and direction', () => {
    const grants = outstandingGrants<number>();
    grants.grant(grantOf(1, 0));
    grants.grant(grantOf(2, 100));
    grants.grant(grantOf(3, 200, gates[0]!, 'out'));
    grants.grant(grantOf(4, 300, gates[1]!));
    expect(grants.ended(gates[0]!, 'in', 1_000)?.who).toBe(1);
    expect(grants.ended(gates[0]!, 'in', 1_500)?.who).toBe(2);
    expect(grants.ended(gates[0]!, 'in', 1_600)).toBeUndefined();
    expect(grants.ended(gates[0]!, 'out', 1_600)?.who).toBe(3);
    expect(grants.ended(gates[1]!, 'in', 1_600)?.who).toBe(4);
  });

  it('gives nobody a turn after its time and the grace', () => {
    const grants = outstandingGrants<number>();
    grants.grant(grantOf(1, 0));
    expect(grants.ended(gates[0]!, 'in', 5_000 + GRACE_MS + 1)).toBeUndefined();
    grants.grant(grantOf(2, 10_000));
    expect(grants.ended(gates[0]!, 'in', 15_000 + GRACE_MS)?.who).toBe(2);
  });

  it('forgets a grant the gate did not take', () => {
    const grants = outstandingGrants<number>();
    grants.grant(grantOf(1, 0));
    grants.grant(grantOf(2, 0));
    expect(grants.revoke(tap(1))?.who).toBe(1);
    expect(grants.revoke(tap(1))).toBeUndefined();
    expect(grants.ended(gates[0]!, 'in', 10)?.who).toBe(2);
  });

  it('holds at most a queue in front of one turnstile', () => {
    const grants = outstandingGrants<number>();
    for (let n = 1; n <= OUTSTANDING_MAX + 5; n += 1) grants.grant(grantOf(n, 0));
    expect(grants.count()).toBe(OUTSTANDING_MAX);
    expect(grants.ended(gates[0]!, 'in', 1)?.who).toBe(6);
    expect(grants.silent(1).map((g) => g.who)).toEqual([1, 2, 3, 4, 5]);
  });

  it('gives a turn to one who was surely released before one whom an earlier run left behind', () => {
    const grants = outstandingGrants<number>();
    grants.grant({ ...grantOf(1, 0), leftBehind: true });
    grants.grant(grantOf(2, 100));
    expect(grants.ended(gates[0]!, 'in', 200)?.who).toBe(2);
    expect(grants.ended(gates[0]!, 'in', 300)?.who).toBe(1);
  });

  it('gives out once, as silent, what the barrier never told of', () => {
    const grants = outstandingGrants<number>();
    grants.grant(grantOf(1, 0));
    grants.grant(grantOf(2, 0, gates[1]!, 'out'));
    grants.grant(grantOf(3, 4_000));
    expect(grants.silent(5_000 + GRACE_MS)).toEqual([]);
    expect(grants.silent(5_001 + GRACE_MS).map((g) => g.who)).toEqual([1, 2]);
    expect(grants.silent(5_001 + GRACE_MS)).toEqual([]);
    expect(grants.ended(gates[0]!, 'in', 5_001 + GRACE_MS)?.who).toBe(3);
  });

  it('never gives one grant to two turns, nor to another gate or direction, nor after its time', () => {
    const event = fc.record({
      kind: fc.constantFrom('grant', 'turn'),
      gate: fc.constantFrom(...gates),
      direction: fc.constantFrom<Direction>('in', 'out'),
      waitMs: fc.integer({ min: 0, max: 4_000 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const grants = outstandingGrants<number>();
        const given = new Map<number, ReturnType<typeof grantOf>>();
        const used = new Set<number>();
        const lanes = new Map<string, number[]>();
        let now = 0;
        for (const [n, { kind, gate, direction, waitMs }] of events.entries()) {
          now += waitMs;
          if (kind === 'grant') {
            given.set(n, grantOf(n, now, gate, direction));
            grants.grant(given.get(n)!);
            const lane = [...(lanes.get(`${gate}/${direction}`) ?? []), n].filter((id) => !used.has(id));
            lanes.set(`${gate}/${direction}`, lane.slice(-OUTSTANDING_MAX)); // the rest were pushed out
            continue;
          }
          const whose = grants.ended(gate, direction, now);
          const open = (lanes.get(`${gate}/${direction}`) ?? []).filter(
            (id) => !used.has(id) && now - given.get(id)!.atMonotonicMs <= 5_000 + GRACE_MS,
          );
          expect(whose?.who).toBe(open[0]);
          if (whose !== undefined) used.add(whose.who);
        }
      }),
    );
  });
});
