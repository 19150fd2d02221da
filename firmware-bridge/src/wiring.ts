/** Turns the wiring of the site's configuration into channels: the one place that knows which kind of wire is which channel. */
import type { Scope } from '@portvakt/domain';
import { type Channel, OperatingError, type Runtime } from '@portvakt/ports';
import type { EquipmentWiring } from '@portvakt/protocol';
import { mqttGateChannel } from './mqtt/mqtt-gate-channel.ts';
import { serialGateChannel } from './serial/serial-gate-channel.ts';
import { serialReaderChannel } from './serial/serial-reader-channel.ts';

export interface WiringContext {
  readonly scope: Scope;
  /** The broker, and who we are on it; `undefined` on a site without one. */
  readonly mqtt: MqttAccess | undefined;
  readonly runtime: Runtime;
}

export interface MqttAccess {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Certificate authority of the broker, PEM, when it is not one the system knows. */
  readonly ca?: string;
}

/** Channels that are not started. Throws `config` when one path, reader or barrier is wired twice, or a gate has no broker to be on. */
export function openChannels(equipment: readonly EquipmentWiring[], context: WiringContext): Channel[] {
  refuseDoubles(equipment);
  const { scope, mqtt, runtime } = context;
  const serial = equipment.flatMap((wired) => {
    if (wired.channel === 'serial_reader') return [serialReaderChannel(wired, runtime)];
    if (wired.channel === 'serial_gate') return [serialGateChannel(wired, runtime)];
    return [];
  });
  const gates = equipment.filter((wired) => wired.channel === 'mqtt_gate');
  if (gates.length === 0) return serial;
  if (!mqtt) throw new OperatingError('config', 'a gate speaks MQTT, and no broker is configured');
  // a client id of its own for each process: two of one id throw each other out for ever
  const clientId = `${mqtt.username}-${runtime.uuidv7()}`;
  return [...serial, mqttGateChannel({ ...scope, ...mqtt, clientId, gates }, runtime)];
}

function refuseDoubles(equipment: readonly EquipmentWiring[]): void {
  const seen = new Set<string>();
  for (const wire of equipment.flatMap(wiresOf)) {
    if (seen.has(wire)) throw new OperatingError('config', `${wire} is wired twice`);
    seen.add(wire);
  }
}

/** What must have one channel and no more. */
function wiresOf(wired: EquipmentWiring): string[] {
  switch (wired.channel) {
    case 'serial_reader':
      return [`path ${wired.path}`, wired.reader];
    case 'serial_gate':
      return [`path ${wired.path}`, wired.gate];
    case 'mqtt_gate':
      return [wired.gate, ...wired.readers];
  }
}
