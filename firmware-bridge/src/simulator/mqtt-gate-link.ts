/** A gate's link to the broker: announces itself under a last will, hears its commands, can be cut, and comes back when told to. */
import type { GateId } from '@portvakt/domain';
import { type Availability, type GateCommand, gateCommand, PROTOCOL_VERSION } from '@portvakt/protocol';
import { MqttClient } from 'mqtt';
import { brokerAddress, openBrokerSocket } from '../mqtt/socket.ts';
import type { GateTopics } from '../mqtt/topics.ts';

export interface MqttGateLinkSettings {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly gate: GateId;
  readonly ca?: string;
  /** When the link is lost otherwise than by `unplug`, try again after so long, for ever. Left out: stay away until `plug`. */
  readonly returnAfterMs?: number;
}

export interface PublishOptions {
  readonly qos?: 0 | 1;
  readonly retain?: boolean;
}

export interface MqttGateLink {
  readonly connected: boolean;
  /** Resolves when the broker has it, or the link is gone: nothing is kept for later. */
  publish(topic: string, payload: string | Uint8Array, options?: PublishOptions): Promise<void>;
  plug(): Promise<void>;
  /** Without a goodbye: the broker speaks the last will. */
  unplug(): Promise<void>;
  /** With one. */
  close(): Promise<void>;
}

export function mqttGateLink(settings: MqttGateLinkSettings, topics: GateTopics, obey: (command: GateCommand) => void): MqttGateLink {
  const { url, username, password, gate, ca, returnAfterMs } = settings;
  const address = brokerAddress(url);
  let client: MqttClient | undefined;
  let wanted = true;

  const announce = (state: Availability['state']) => publish(topics.availability, availabilityOf(gate, state), { retain: true });
  const publish = (topic: string, payload: string | Uint8Array, { qos = 1, retain = false }: PublishOptions = {}) =>
    new Promise<void>((resolve) => {
      const speaking = client;
      if (!speaking?.connected) return resolve();
      const over = () => {
        speaking.off('close', over); // the library does not call back for what a lost link swallowed
        resolve();
      };
      speaking.on('close', over);
      speaking.publish(topic, Buffer.from(payload), { qos, retain }, over);
    });
  const comeBack = () => {
    if (returnAfterMs === undefined) return;
    setTimeout(() => {
      if (wanted) dial().catch(() => comeBack()); // until it works
    }, returnAfterMs);
  };
  const dial = async () => {
    if (client?.connected) return;
    const dialled = new MqttClient(() => openBrokerSocket(address, ca), {
      protocolVersion: 4,
      clean: true,
      clientId: gate,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      keepalive: 15,
      reconnectPeriod: 0,
      queueQoSZero: false,
      will: { topic: topics.availability, payload: availabilityOf(gate, 'offline'), qos: 1, retain: true },
    });
    client = dialled;
    dialled.on('message', (_, payload) => {
      const said = gateCommand.safeParse(JSON.parse(payload.toString()));
      if (said.success) obey(said.data);
    });
    await new Promise<void>((resolve, reject) => {
      dialled.once('connect', () => resolve());
      dialled.on('error', reject);
      dialled.once('close', () => reject(new Error('the broker closed the connection')));
    });
    dialled.once('close', comeBack);
    await dialled.subscribeAsync(topics.command, { qos: 0 });
    await announce('online');
  };
  const unplug = async () => {
    const gone = client;
    wanted = false;
    client = undefined;
    if (gone) await new Promise<void>((resolve) => gone.end(true, () => resolve()));
  };

  return {
    get connected() {
      return client?.connected ?? false;
    },
    publish,
    plug: async () => {
      wanted = true;
      await dial();
    },
    unplug,
    close: async () => {
      await announce('offline');
      await unplug();
    },
  };
}

function availabilityOf(gate: GateId, state: Availability['state']): Buffer {
  return Buffer.from(JSON.stringify({ v: PROTOCOL_VERSION, gate, state } satisfies Availability));
}
