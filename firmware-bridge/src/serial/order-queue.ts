/**
 * Orders on their way to a barrier on a serial line: one at a time, few, and only as long as they are fresh.
 *
 * Nothing waits for a line that is down, and nothing is said again on the next connection.
 */
import type { OpenOrder, Runtime } from '@portvakt/ports';
import type { OrderOutcome } from '../line/order-outcome.ts';
import type { SerialConnection } from './serial-connection.ts';

/** A turnstile serves one person at a time; more orders than this are a fault upstream. */
export const ORDERS_WAITING_MAX = 8;

export interface OrderQueue {
  give(order: OpenOrder, frame: Uint8Array, connection: SerialConnection): void;
  /** The line is gone. */
  drop(): void;
}

interface Waiting {
  readonly order: OpenOrder;
  readonly frame: Uint8Array;
  readonly connection: SerialConnection;
}

export interface OrderHeard {
  outcome(order: OpenOrder, outcome: OrderOutcome): void;
  full(): void;
}

export function orderQueue(deadlineMs: number, runtime: Runtime, heard: OrderHeard): OrderQueue {
  let waiting: Waiting[] = [];
  let sending: Waiting | undefined;

  const sendNext = () => {
    while (sending === undefined) {
      const next = waiting.shift();
      if (next === undefined) return;
      if (runtime.now() >= next.order.expiresMs) heard.outcome(next.order, 'expired');
      else send(next);
    }
  };
  const send = (next: Waiting) => {
    sending = next;
    const freshMs = next.order.expiresMs - runtime.now();
    next.connection.write(next.frame, Math.min(deadlineMs, freshMs), (taken) => {
      if (sending !== next) return; // told when the line was lost
      sending = undefined;
      heard.outcome(next.order, taken ? 'done' : 'expired');
      sendNext();
    });
  };

  return {
    give: (order, frame, connection) => {
      if (waiting.length >= ORDERS_WAITING_MAX) {
        heard.full();
        return heard.outcome(order, 'refused');
      }
      waiting.push({ order, frame, connection });
      if (sending === undefined) sendNext();
    },
    drop: () => {
      const sent = sending;
      const unsent = waiting;
      sending = undefined;
      waiting = [];
      if (sent) heard.outcome(sent.order, 'expired');
      for (const { order } of unsent) heard.outcome(order, 'refused');
    },
  };
}
