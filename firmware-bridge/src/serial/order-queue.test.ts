import { idOf } from '@portvakt/domain';
import type { OpenOrder } from '@portvakt/ports';
import { manualRuntime } from '@portvakt/ports/testing';
import { expect, it } from 'vitest';
import { ORDERS_WAITING_MAX, orderQueue } from './order-queue.ts';
import type { SerialConnection } from './serial-connection.ts';

const gate = idOf('gate', '01900000-0000-7000-8000-000000000002');

/** A port that takes no byte until it is told to. */
function slowPort() {
  const runtime = manualRuntime();
  const told: string[] = [];
  const writes: { deadlineMs: number; done: (taken: boolean) => void }[] = [];
  const connection: SerialConnection = { write: (_, deadlineMs, done) => writes.push({ deadlineMs, done }), close: async () => undefined };
  const queue = orderQueue(500, runtime, {
    outcome: (order, outcome) => told.push(`${order.id.slice(-2)} ${outcome}`),
    full: () => told.push('full'),
  });
  const give = (n: number, freshMs = 10_000) => {
    const id = idOf('tap', `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`);
    const order: OpenOrder = { id, gate, direction: 'in', openForMs: 5_000, expiresMs: runtime.now() + freshMs };
    queue.give(order, Uint8Array.of(n), connection);
  };
  return { runtime, told, writes, queue, give };
}

it('sends one order at a time, in order', () => {
  const { told, writes, give } = slowPort();
  give(1);
  give(2);
  expect(writes).toHaveLength(1);
  writes[0]?.done(true);
  writes[1]?.done(true);
  expect([told, writes.length]).toEqual([['01 done', '02 done'], 2]);
});

it('drops an order that grew old while it waited, and one that came too late', () => {
  const { runtime, told, writes, give } = slowPort();
  give(1);
  give(2, 1_000);
  give(3);
  runtime.advance(1_000);
  writes[0]?.done(true);
  expect([told, writes.length]).toEqual([['01 done', '02 expired'], 2]);
  writes[1]?.done(true);
  give(4, 0);
  expect([told.at(-1), writes.length]).toEqual(['04 expired', 2]);
});

it('waits for no write longer than its order is fresh', () => {
  const { writes, give } = slowPort();
  give(1, 200);
  give(2, 20_000);
  writes[0]?.done(true);
  expect(writes.map(({ deadlineMs }) => deadlineMs)).toEqual([200, 500]);
});

it('refuses more than it may hold, and says so', () => {
  const { told, give } = slowPort();
  for (let n = 0; n <= ORDERS_WAITING_MAX + 1; n += 1) give(n);
  expect(told).toEqual(['full', '09 refused']);
});

it('tells each order once when the line is lost, and sends none of them again', () => {
  const { told, writes, queue, give } = slowPort();
  give(1);
  give(2);
  queue.drop();
  writes[0]?.done(false);
  expect([told, writes.length]).toEqual([['01 expired', '02 refused'], 1]);
  give(3);
  writes[1]?.done(true);
  expect(told.at(-1)).toBe('03 done');
});
