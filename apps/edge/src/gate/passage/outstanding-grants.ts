/**
 * Who was let through and has not gone yet? A pure state machine: the hardware says that its barrier turned, not for whom.
 *
 * A turn belongs to the oldest grant of that gate and direction that still holds; the barrier lets people through in the order it
 * released for them. A grant ends when its time (released, and a little more for the line) is over.
 */
import type { Direction, GateId, TapId } from '@portvakt/domain';
import type { OrderId } from '@portvakt/ports';

/** Time the word of the barrier may take on its way to us, after the release ended. */
export const GRACE_MS = 2_000;
/** Grants that may be outstanding at a gate in one direction: more people than stand in front of a turnstile. */
export const OUTSTANDING_MAX = 16;

export interface Grant<Who> {
  /** The order the gate was given for it. */
  readonly order: OrderId;
  /** `undefined`: opened from afar, for nobody in particular. */
  readonly tap: TapId | undefined;
  readonly who: Who;
  readonly gate: GateId;
  readonly direction: Direction;
  readonly atMonotonicMs: number;
  readonly openForMs: number;
}

export interface OutstandingGrants<Who> {
  grant(grant: Grant<Who>): void;
  /** The barrier turned, or closed again without: whose grant that ends. `undefined`: nobody's. */
  ended(gate: GateId, direction: Direction, atMonotonicMs: number): Grant<Who> | undefined;
  /** The gate did not take the order: the grant is void. */
  revoke(order: OrderId): Grant<Who> | undefined;
  /** Grants outstanding now. */
  count(): number;
}

export function outstandingGrants<Who>(): OutstandingGrants<Who> {
  const lanes = new Map<string, Grant<Who>[]>();
  const laneOf = (gate: GateId, direction: Direction) => {
    const key = `${gate}/${direction}`;
    const lane = lanes.get(key) ?? [];
    lanes.set(key, lane);
    return lane;
  };
  return {
    grant(grant) {
      const lane = laneOf(grant.gate, grant.direction);
      dropEnded(lane, grant.atMonotonicMs);
      if (lane.length >= OUTSTANDING_MAX) lane.shift();
      lane.push(grant);
    },
    ended(gate, direction, atMonotonicMs) {
      const lane = laneOf(gate, direction);
      dropEnded(lane, atMonotonicMs);
      return lane.shift();
    },
    revoke(order) {
      for (const lane of lanes.values()) {
        const at = lane.findIndex((grant) => grant.order === order);
        if (at !== -1) return lane.splice(at, 1)[0];
      }
      return undefined;
    },
    count: () => [...lanes.values()].reduce((sum, lane) => sum + lane.length, 0),
  };
}

function dropEnded(lane: Grant<unknown>[], atMonotonicMs: number): void {
  while (lane[0] !== undefined && atMonotonicMs - lane[0].atMonotonicMs > lane[0].openForMs + GRACE_MS) lane.shift();
}
