/**
 * The gate's end of our own topics: announces itself with a last will, shows cards, obeys orders while they are fresh, answers them,
 * reports who walked, remembers what it was told to show; and everything a broken or hostile gate does instead.
 *
 * It queues nothing while it is off the broker: a card shown then was not shown.
 */
import type { Credential, Direction, GateId, ReaderId, Scope } from '@portvakt/domain';
import { type Availability, type CommandAck, type GateCommand, gateCommand, MQTT_PAYLOAD_MAX, PROTOCOL_VERSION } from '@portvakt/protocol';
import { MqttClient } from 'mqtt';
import { brokerAddress, openBrokerSocket } from '../mqtt/socket.ts';
import { gateTopics } from '../mqtt/topics.ts';
import { eventId } from './event-id.ts';
import type { Walk } from './onetech-turnstile.ts';

export interface MqttGateSettings extends Scope {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly gate: GateId;
  readonly readers: readonly ReaderId[];
  readonly walk?: Walk | ((direction: Direction, opened: number) => Walk);
  /** From the release to the report of the turn. */
  readonly delayMs?: number;
  /** The gate's own wall clock, for expiry. */
  readonly now?: () => number;
  readonly ca?: string;
  readonly onOpened?: (order: OpenCommand) => void;
}

export type OpenCommand = Extract<GateCommand, { kind: 'open' }>;
export type SignalCommand = Extract<GateCommand, { kind: 'signal' }>;

export interface PublishOptions {
  readonly qos?: 0 | 1;
  readonly retain?: boolean;
}

export interface SimulatedMqttGate {
  /** Orders carried out, in order. */
  readonly opened: readonly OpenCommand[];
  /** What its readers were told to show, and which were told to blink. */
  readonly signals: readonly SignalCommand[];
  readonly identified: readonly ReaderId[];
  readonly connected: boolean;
  /** Shows the card; resolves when the broker has taken it. The reader is the first one unless given. */
  present(credential: Credential, reader?: ReaderId): Promise<void>;
  turn(direction: Direction, result: 'passed' | 'not_passed'): Promise<void>;
  /** Says the last event again, as QoS 1 allows: same id, same words. */
  repeatLast(): Promise<void>;
  /** Any bytes on a topic of this gate, or on a whole topic. */
  publish(topic: string, payload: string | Uint8Array, options?: PublishOptions): Promise<void>;
  malformed(): Promise<void>;
  oversized(): Promise<void>;
  /** A card event that the broker is asked to keep. */
  retained(credential: Credential): Promise<void>;
  /** Cuts the link without a goodbye: the broker speaks the last will. */
  unplug(): Promise<void>;
  /** Resolves when the gate has announced itself. */
  plug(): Promise<void>;
  close(): Promise<void>;
}

export async function simulateMqttGate(settings: MqttGateSettings): Promise<SimulatedMqttGate> {
  const { gate, readers, walk = 'through', delayMs = 0, now = Date.now } = settings;
  const topics = gateTopics(settings, gate);
  const opened: OpenCommand[] = [];
  const signals: SignalCommand[] = [];
  const identified: ReaderId[] = [];
  let last: { topic: string; payload: string } | undefined;
  let client: MqttClient | undefined;

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
  const event = (of: string, words: object) => {
    last = { topic: topics.event(of), payload: JSON.stringify({ v: PROTOCOL_VERSION, id: eventId(), gate, ...words }) };
    return publish(last.topic, last.payload);
  };
  const answer = (id: string, outcome: CommandAck['outcome']) =>
    publish(topics.ack, JSON.stringify({ v: PROTOCOL_VERSION, gate, id, outcome } satisfies CommandAck));
  const turn = (direction: Direction, result: 'passed' | 'not_passed') => event('barrier', { kind: 'turn', direction, result });
  const card = ({ technology, bits }: Credential, reader = readers[0]) => ({ kind: 'card', reader, technology, bits });

  const obey = async (command: GateCommand) => {
    if (command.kind === 'signal') return void signals.push(command);
    if (command.kind === 'identify') return void identified.push(command.reader);
    if (now() >= command.expiresMs) return await answer(command.id, 'expired');
    opened.push(command);
    settings.onOpened?.(command);
    const walks = typeof walk === 'function' ? walk(command.direction, opened.length) : walk;
    await answer(command.id, 'done');
    setTimeout(() => void turn(command.direction, walks === 'through' ? 'passed' : 'not_passed'), delayMs);
  };

  const plug = async () => {
    if (client?.connected) return;
    const address = brokerAddress(settings.url);
    const dialled = new MqttClient(() => openBrokerSocket(address, settings.ca), {
      protocolVersion: 4,
      clean: true,
      clientId: gate,
      ...(settings.username === undefined ? {} : { username: settings.username }),
      ...(settings.password === undefined ? {} : { password: settings.password }),
      keepalive: 15,
      reconnectPeriod: 0,
      queueQoSZero: false,
      will: { topic: topics.availability, payload: availabilityOf(gate, 'offline'), qos: 1, retain: true },
    });
    client = dialled;
    dialled.on('message', (_, payload) => {
      const said = gateCommand.safeParse(JSON.parse(payload.toString()));
      if (said.success) void obey(said.data);
    });
    await new Promise<void>((resolve, reject) => {
      dialled.once('connect', () => resolve());
      dialled.on('error', reject);
      dialled.once('close', () => reject(new Error('the broker closed the connection')));
    });
    await dialled.subscribeAsync(topics.command, { qos: 0 });
    await publish(topics.availability, availabilityOf(gate, 'online'), { retain: true });
  };
  const unplug = async () => {
    const gone = client;
    client = undefined;
    if (gone) await new Promise<void>((resolve) => gone.end(true, () => resolve()));
  };

  await plug();
  return {
    opened,
    signals,
    identified,
    get connected() {
      return client?.connected ?? false;
    },
    present: (credential, reader) => event(reader ?? readers[0] ?? '', card(credential, reader)),
    turn,
    repeatLast: async () => {
      if (last) await publish(last.topic, last.payload);
    },
    publish,
    malformed: () => publish(topics.event(readers[0] ?? ''), '{"v":1,"kind":"card"'),
    oversized: () => publish(topics.event(readers[0] ?? ''), JSON.stringify({ filler: 'x'.repeat(MQTT_PAYLOAD_MAX) })),
    retained: (credential) =>
      publish(topics.event(readers[0] ?? ''), JSON.stringify({ v: PROTOCOL_VERSION, id: eventId(), gate, ...card(credential) }), {
        retain: true,
      }),
    unplug,
    plug,
    close: async () => {
      if (client?.connected) await publish(topics.availability, availabilityOf(gate, 'offline'), { retain: true });
      await unplug();
    },
  };
}

function availabilityOf(gate: GateId, state: Availability['state']): Buffer {
  return Buffer.from(JSON.stringify({ v: PROTOCOL_VERSION, gate, state } satisfies Availability));
}
