/**
 * A turnstile on a serial port: releases one side on order, and tells whether someone went through.
 *
 * `online` says that its port is open; the protocol gives no sign of life to ask for. How long the arm stays free is set at the
 * turnstile, so `openForMs` of an order is not carried out. It has no reader: a signal is dropped.
 */
import type { Direction, GateId } from '@portvakt/domain';
import type { Channel, ChannelEvent, Runtime } from '@portvakt/ports';
import { frameLine } from '../line/frame-line.ts';
import { KeptLine } from '../line/kept-line.ts';
import { encodeOnetech, type OnetechFrame, onetechFrame, type Side } from '../onetech/frame.ts';
import { orderQueue } from './order-queue.ts';
import { dialSerial } from './serial-connection.ts';
import { SERIAL_TIMING, type SerialTiming } from './serial-timing.ts';

export interface SerialGate {
  readonly path: string;
  readonly baud: number;
  readonly gate: GateId;
  /** The side that leads in, as the turnstile was mounted. */
  readonly inwards: Side;
}

export function serialGateChannel(wired: SerialGate, runtime: Runtime, timing: Partial<SerialTiming> = {}): Channel {
  const { backOff, probeMs, frameGapMs, writeDeadlineMs } = { ...SERIAL_TIMING, ...timing };
  const { path, baud, gate, inwards } = wired;
  let tell: (event: ChannelEvent) => void = () => {};

  const frames = frameLine(onetechFrame, frameGapMs, {
    frame: ({ kind, side }) => {
      if (kind === 'open') return; // our own order, echoed by a two-wire adapter
      tell({ kind: 'turn', gate, direction: directionOf(side, inwards), result: kind, atMonotonicMs: runtime.monotonicMs() });
    },
    fault: (fault, count) => tell({ kind: 'fault', reader: undefined, fault, count }),
  });
  const orders = orderQueue(writeDeadlineMs, runtime, {
    outcome: (order, outcome) => tell({ kind: 'order', order: order.id, outcome }),
    full: () => tell({ kind: 'fault', reader: undefined, fault: 'queue_full', count: 1 }),
  });
  const dial = dialSerial({ path, baud, probeMs }, (bytes) => frames.take(bytes, runtime.monotonicMs()), runtime);
  const changed = (online: boolean, detail: string) => {
    frames.reset();
    orders.drop();
    tell({ kind: 'gate_state', gate, state: online ? 'online' : 'offline', detail });
  };
  const line = new KeptLine(dial, changed, backOff, runtime);

  return {
    name: `onetech ${path}`,
    start: (listener) => {
      tell = listener;
      line.start();
    },
    open: (order) => {
      const connection = line.online;
      if (order.gate !== gate || connection === undefined) return tell({ kind: 'order', order: order.id, outcome: 'refused' });
      orders.give(order, encodeOnetech({ kind: 'open', side: sideOf(order.direction, inwards) }), connection);
    },
    signal: () => {},
    identify: () => {},
    stop: async () => {
      orders.drop();
      tell = () => {};
      await line.stop();
    },
  };
}

const otherSide = (side: Side): Side => (side === 'A' ? 'B' : 'A');
const sideOf = (direction: Direction, inwards: Side): Side => (direction === 'in' ? inwards : otherSide(inwards));
const directionOf = (side: OnetechFrame['side'], inwards: Side): Direction => (side === inwards ? 'in' : 'out');
