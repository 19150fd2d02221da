/** All the hardware of the site behind one door: an order goes to the line its gate is on, and to no other. */
import type { GateId, ReaderId } from '@portvakt/domain';
import type { Channel, ChannelEvent, OpenOrder, Signal } from '@portvakt/ports';
import type { EquipmentWiring } from '@portvakt/protocol';

/** Channels that are not started: each serial wire its own, in the order of the equipment, then one for all gates on the broker. */
export type OpenChannels = (equipment: readonly EquipmentWiring[]) => readonly Channel[];

export interface Lines {
  start(listener: (event: ChannelEvent) => void): void;
  open(order: OpenOrder): void;
  signal(reader: ReaderId, signal: Signal): void;
  identify(reader: ReaderId): void;
  stop(): Promise<void>;
}

/** Throws `config` when the equipment cannot be wired as it says. Starts nothing. */
export function gateLines(equipment: readonly EquipmentWiring[], openChannels: OpenChannels): Lines {
  openChannels(equipment); // all of it together, for what is wired twice
  const mqtt = equipment.filter((wired) => wired.channel === 'mqtt_gate');
  const groups = [
    ...equipment.filter((wired) => wired.channel !== 'mqtt_gate').map((wired) => [wired]),
    ...(mqtt.length > 0 ? [mqtt] : []),
  ];
  const channels: Channel[] = [];
  const ofGate = new Map<GateId, Channel>();
  const ofReader = new Map<ReaderId, Channel>();
  for (const group of groups) {
    for (const channel of openChannels(group)) {
      channels.push(channel);
      for (const wired of group) {
        if (wired.channel !== 'serial_reader') ofGate.set(wired.gate, channel);
        for (const reader of wired.channel === 'serial_reader' ? [wired.reader] : wired.channel === 'mqtt_gate' ? wired.readers : [])
          ofReader.set(reader, channel);
      }
    }
  }
  let tell: (event: ChannelEvent) => void = () => {};
  return {
    start(listener) {
      tell = listener;
      for (const channel of channels) channel.start((event) => tell(event));
    },
    open(order) {
      const channel = ofGate.get(order.gate);
      if (channel === undefined) tell({ kind: 'order', order: order.id, outcome: 'refused' });
      else channel.open(order);
    },
    signal: (reader, signal) => ofReader.get(reader)?.signal(reader, signal),
    identify: (reader) => ofReader.get(reader)?.identify(reader),
    async stop() {
      tell = () => {};
      await Promise.all(channels.map((channel) => channel.stop()));
    },
  };
}
