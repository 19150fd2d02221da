/**
 * All gates of the site that speak MQTT, over one connection to the broker.
 *
 * A gate is there when its retained availability says so and the broker is; its readers share that state. Orders go out at QoS 0 and only
 * while both are there, with their expiry inside, so that neither broker nor gate can carry one out late. What is no event of a gate we
 * know is dropped and counted.
 */
import type { GateId, ReaderId, Scope } from '@portvakt/domain';
import type { Channel, ChannelEvent, ChannelFault, OpenOrder, Runtime } from '@portvakt/ports';
import { type GateCommand, PROTOCOL_VERSION } from '@portvakt/protocol';
import { BACK_OFF, type BackOff } from '../line/back-off.ts';
import { KeptLine } from '../line/kept-line.ts';
import type { OrderOutcome } from '../line/order-outcome.ts';
import { type BrokerLogin, dialBroker } from './broker-connection.ts';
import { type KnownGates, type RawMessage, readMessage } from './inbound.ts';
import { pendingOrders } from './pending-orders.ts';
import { type RecentIds, recentIds } from './recent-ids.ts';
import { gateTopics, subscriptionsOf } from './topics.ts';

export interface MqttGate {
  readonly gate: GateId;
  readonly readers: readonly ReaderId[];
}

export interface MqttGates extends Scope, BrokerLogin {
  readonly gates: readonly MqttGate[];
}

export interface MqttTiming {
  readonly backOff: BackOff;
  /** A link cut without a word is noticed after at most one and a half times this. */
  readonly keepAliveS: number;
}

export const MQTT_TIMING: MqttTiming = { backOff: BACK_OFF, keepAliveS: 5 };

/** Ids remembered of each gate, so that one that floods cannot push out another's. A repeat comes within seconds. */
export const EVENT_IDS_MAX = 512;

export function mqttGateChannel(wired: MqttGates, runtime: Runtime, timing: Partial<MqttTiming> = {}): Channel {
  const { backOff, keepAliveS } = { ...MQTT_TIMING, ...timing };
  const gateOf = new Map(wired.gates.flatMap(({ gate, readers }) => readers.map((reader) => [reader, gate] as const)));
  const known: KnownGates = {
    owner: wired.owner,
    site: wired.site,
    gates: new Map(wired.gates.map(({ gate, readers }) => [gate, new Set(readers)])),
  };
  const heardIds = new Map<GateId, RecentIds>(wired.gates.map(({ gate }) => [gate, recentIds(EVENT_IDS_MAX)]));
  const online = new Map<GateId, boolean>();
  let tell: (event: ChannelEvent) => void = () => {};

  const outcome = ({ id }: Pick<OpenOrder, 'id'>, what: OrderOutcome) => tell({ kind: 'order', order: id, outcome: what });
  const fault = (what: ChannelFault, reader?: ReaderId) => tell({ kind: 'fault', reader, fault: what, count: 1 });
  const pending = pendingOrders(runtime, outcome);

  const setGate = (gate: GateId, isOnline: boolean, detail: string) => {
    if (online.get(gate) === isOnline) return;
    online.set(gate, isOnline);
    const state = isOnline ? 'online' : 'offline';
    for (const reader of known.gates.get(gate) ?? []) tell({ kind: 'reader_state', reader, state, detail });
    tell({ kind: 'gate_state', gate, state, detail });
  };

  const onMessage = (raw: RawMessage) => {
    const atMonotonicMs = runtime.monotonicMs();
    const message = readMessage(known, raw);
    switch (message.kind) {
      case 'availability':
        return setGate(message.gate, message.online, message.online ? '' : 'the gate left the broker');
      case 'card':
        if (!heardIds.get(message.gate)?.isNew(message.id)) return fault('duplicate', message.reader);
        return tell({ kind: 'card', reader: message.reader, credential: message.credential, atMonotonicMs });
      case 'turn':
        if (!heardIds.get(message.gate)?.isNew(message.id)) return fault('duplicate');
        return tell({ kind: 'turn', gate: message.gate, direction: message.direction, result: message.result, atMonotonicMs });
      case 'ack':
        return pending.answer(message.id, message.gate, message.outcome);
      case 'fault':
        return fault(message.fault, message.reader);
    }
  };

  const changed = (isOnline: boolean, detail: string) => {
    if (isOnline) return; // each gate says itself whether it is there
    pending.drop();
    for (const { gate } of wired.gates) setGate(gate, false, `no broker: ${detail}`);
  };
  const dial = dialBroker(wired, subscriptionsOf(wired, known.gates.keys()), keepAliveS, {
    message: onMessage,
    oversized: () => fault('oversized'),
  });
  const line = new KeptLine(dial, changed, backOff, runtime);
  const send = (gate: GateId, command: GateCommand) => line.online?.send(gateTopics(wired, gate).command, JSON.stringify(command)) ?? false;

  return {
    name: `mqtt ${new URL(wired.url).host}`,
    start: (listener) => {
      tell = listener;
      line.start();
    },
    open: (order) => {
      const { id, gate, direction, openForMs, expiresMs } = order;
      if (runtime.now() >= expiresMs) return outcome(order, 'expired');
      if (line.online === undefined || online.get(gate) !== true || pending.has(id)) return outcome(order, 'refused');
      if (!pending.full && send(gate, { v: PROTOCOL_VERSION, id, kind: 'open', direction, openForMs, expiresMs }))
        return pending.add(order);
      fault('queue_full');
      outcome(order, 'refused');
    },
    signal: (reader, signal) => {
      const gate = gateOf.get(reader);
      // the gate shows what it heard last, so the newest wins there; one that cannot be sent now is not worth showing later
      if (gate !== undefined) send(gate, { v: PROTOCOL_VERSION, id: runtime.uuidv7(), kind: 'signal', reader, ...signal });
    },
    identify: (reader) => {
      const gate = gateOf.get(reader);
      if (gate !== undefined) send(gate, { v: PROTOCOL_VERSION, id: runtime.uuidv7(), kind: 'identify', reader });
    },
    stop: async () => {
      pending.drop();
      tell = () => {};
      await line.stop();
    },
  };
}
