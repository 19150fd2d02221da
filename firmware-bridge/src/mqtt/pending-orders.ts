/**
 * Orders given to gates on the broker and not yet answered. Each gets one outcome: what the gate says, or `expired` when it says nothing
 * in time or the link is lost: it was sent, and nobody can tell what became of it. After its expiry the gate does not carry it out.
 */
import type { OpenOrder, OrderId, Runtime } from '@portvakt/ports';
import type { OrderOutcome } from '../line/order-outcome.ts';

export const PENDING_ORDERS_MAX = 64;
/** An answer given at the last moment is still on its way. */
const ANSWER_GRACE_MS = 500;

export interface PendingOrders {
  readonly full: boolean;
  has(id: OrderId): boolean;
  add(order: OpenOrder): void;
  /** The gate's answer; one that nobody waits for, or of another gate, counts for nothing. */
  answer(id: string, gate: OpenOrder['gate'], outcome: OrderOutcome): void;
  drop(): void;
}

export function pendingOrders(runtime: Runtime, outcome: (order: OpenOrder, outcome: OrderOutcome) => void): PendingOrders {
  const pending = new Map<string, { readonly order: OpenOrder; readonly cancel: () => void }>();
  const end = (id: string, what: OrderOutcome) => {
    const ended = pending.get(id);
    if (!ended) return;
    pending.delete(id);
    ended.cancel();
    outcome(ended.order, what);
  };
  return {
    get full() {
      return pending.size >= PENDING_ORDERS_MAX;
    },
    has: (id) => pending.has(id),
    add: (order) => {
      const waitMs = Math.max(0, order.expiresMs - runtime.now()) + ANSWER_GRACE_MS;
      pending.set(order.id, { order, cancel: runtime.after(waitMs, () => end(order.id, 'expired')) });
    },
    answer: (id, gate, what) => {
      if (pending.get(id)?.order.gate === gate) end(id, what);
    },
    drop: () => {
      for (const id of [...pending.keys()]) end(id, 'expired');
    },
  };
}
