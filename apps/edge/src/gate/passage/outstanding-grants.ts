/**
 * Who was let through and has not gone yet? A pure state machine: the hardware says that its barrier turned, not for whom.
 *
 * A turn belongs to the oldest grant of that gate and direction that still holds; the barrier lets people through in the order it
 * released for them. A grant whose time (released, and a little more for the line) is over without a word from the barrier is silent:
 * it belongs to no later turn, and whoever owns the log says what is believed of its person.
 */
import type { Direction, GateId, TapId } from '@portvakt/domain';
import type { OrderId } from '@portvakt/ports';

/** Time the word of the barrier may take on its way to us, after the release ended. */
export const GRACE_MS = 2_000;
/** Grants that may be outstanding at a gate in one direction: more people than stand in front of a turnstile. */
export const OUTSTANDING_MAX = 16;
/** Grants pushed out that wait to be asked for; they are asked for every second. */
export const PUSHED_OUT_MAX = 256;

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
  /** From a run before: whether the barrier ever heard of it is not known. */
  readonly leftBehind?: boolean;
}

export interface OutstandingGrants<Who> {
  grant(grant: Grant<Who>): void;
  /** The barrier turned, or closed again without: whose grant that ends. `undefined`: nobody's. */
  ended(gate: GateId, direction: Direction, atMonotonicMs: number): Grant<Who> | undefined;
  /** The gate did not take the order: the grant is void. */
  revoke(order: OrderId): Grant<Who> | undefined;
  /** Takes out those whose time is over and of whom the barrier never told anything. */
  silent(atMonotonicMs: number): readonly Grant<Who>[];
  /** Grants outstanding now, silent ones included. */
  count(): number;
}

export function outstandingGrants<Who>(): OutstandingGrants<Who> {
  const lanes = new Map<string, Grant<Who>[]>();
  /** Pushed out by a crowd; silent before their time. */
  let pushedOut: Grant<Who>[] = [];
  const laneOf = (gate: GateId, direction: Direction) => {
    const key = `${gate}/${direction}`;
    const lane = lanes.get(key) ?? [];
    lanes.set(key, lane);
    return lane;
  };
  return {
    grant(grant) {
      const lane = laneOf(grant.gate, grant.direction);
      lane.push(grant);
      if (lane.length > OUTSTANDING_MAX) pushedOut = [...pushedOut.slice(1 - PUSHED_OUT_MAX), ...lane.splice(0, 1)];
    },
    ended(gate, direction, atMonotonicMs) {
      const lane = laneOf(gate, direction);
      // a turn is rather that of one whose barrier was surely released than of one left behind, who is settled as silent
      const live = lane.findIndex((grant) => !isOver(grant, atMonotonicMs) && grant.leftBehind !== true);
      const at = live === -1 ? lane.findIndex((grant) => !isOver(grant, atMonotonicMs)) : live;
      return at === -1 ? undefined : lane.splice(at, 1)[0];
    },
    silent(atMonotonicMs) {
      const over = [...pushedOut, ...[...lanes.values()].flatMap((lane) => lane.filter((grant) => isOver(grant, atMonotonicMs)))];
      pushedOut = [];
      for (const [key, lane] of lanes)
        lanes.set(
          key,
          lane.filter((grant) => !isOver(grant, atMonotonicMs)),
        );
      return over;
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

function isOver({ atMonotonicMs, openForMs }: Grant<unknown>, nowMs: number): boolean {
  return nowMs - atMonotonicMs > openForMs + GRACE_MS;
}
