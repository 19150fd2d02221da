import { idOf } from '@portvakt/domain';
import type { OpenOrder } from '@portvakt/ports';
import { manualRuntime } from '@portvakt/ports/testing';
import { expect, it } from 'vitest';
import { PENDING_ORDERS_MAX, pendingOrders } from './pending-orders.ts';
import { gateA, gateB } from './test/test-broker.ts';

function orders() {
  const runtime = manualRuntime();
  const told: string[] = [];
  const pending = pendingOrders(runtime, (_, outcome) => told.push(outcome));
  const give = (freshMs = 10_000): OpenOrder => {
    const order: OpenOrder = {
      id: idOf('tap', runtime.uuidv7()),
      gate: gateA,
      direction: 'in',
      openForMs: 5_000,
      expiresMs: runtime.now() + freshMs,
    };
    pending.add(order);
    return order;
  };
  return { runtime, told, pending, give };
}

it('ends with the gate’s answer, and only with the first one of that gate', () => {
  const { runtime, told, pending, give } = orders();
  const { id } = give();
  pending.answer(id, gateB, 'refused');
  expect([told, pending.has(id)]).toEqual([[], true]);
  pending.answer(id, gateA, 'done');
  pending.answer(id, gateA, 'expired');
  pending.answer('never given', gateA, 'done');
  runtime.advance(60_000);
  expect([told, pending.has(id)]).toEqual([['done'], false]);
});

it('ends as expired when the gate says nothing until it is too late, or the link is lost', () => {
  const { runtime, told, pending, give } = orders();
  give(1_000);
  runtime.advance(1_499);
  expect(told).toEqual([]);
  runtime.advance(1);
  expect(told).toEqual(['expired']);
  give();
  pending.drop();
  expect(told).toEqual(['expired', 'expired']);
});

it('is full at its limit', () => {
  const { pending, give } = orders();
  for (let n = 0; n < PENDING_ORDERS_MAX - 1; n += 1) give();
  expect(pending.full).toBe(false);
  give();
  expect(pending.full).toBe(true);
});
