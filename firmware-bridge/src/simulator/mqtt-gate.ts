/**
 * The gate's end of our own topics: shows cards, obeys orders while they are fresh, answers them, reports who walked, remembers what it
 * was told to show; and everything a broken or hostile gate does instead.
 *
 * It queues nothing while it is off the broker: a card shown then was not shown.
 */
import type { Credential, Direction, ReaderId, Scope } from '@portvakt/domain';
import { type CommandAck, type GateCommand, MQTT_PAYLOAD_MAX, PROTOCOL_VERSION } from '@portvakt/protocol';
import { gateTopics } from '../mqtt/topics.ts';
import { eventId } from './event-id.ts';
import { type MqttGateLink, type MqttGateLinkSettings, mqttGateLink } from './mqtt-gate-link.ts';
import type { Walk } from './onetech-turnstile.ts';

export interface MqttGateSettings extends Scope, MqttGateLinkSettings {
  readonly readers: readonly ReaderId[];
  /** Whether it has a sensor that tells who went through; a vehicle boom has none. True unless given. */
  readonly senses?: boolean;
  readonly walk?: Walk | ((direction: Direction, opened: number) => Walk);
  /** From the release to the report of the turn. */
  readonly delayMs?: number;
  /** The gate's own wall clock, for expiry. */
  readonly now?: () => number;
  readonly onOpened?: (order: OpenCommand) => void;
}

export type OpenCommand = Extract<GateCommand, { kind: 'open' }>;
export type SignalCommand = Extract<GateCommand, { kind: 'signal' }>;

/** Also a link: `unplug` cuts it without a goodbye, `plug` resolves when the gate has announced itself again. */
export interface SimulatedMqttGate extends MqttGateLink {
  /** Orders carried out, in order. */
  readonly opened: readonly OpenCommand[];
  /** What its readers were told to show, and which were told to blink. */
  readonly signals: readonly SignalCommand[];
  readonly identified: readonly ReaderId[];
  /** Shows the card; resolves when the broker has taken it. The reader is the first one unless given. */
  present(credential: Credential, reader?: ReaderId): Promise<void>;
  turn(direction: Direction, result: 'passed' | 'not_passed'): Promise<void>;
  /** Says the last event again, as QoS 1 allows: same id, same words. */
  repeatLast(): Promise<void>;
  malformed(): Promise<void>;
  oversized(): Promise<void>;
  /** A card event that the broker is asked to keep. */
  retained(credential: Credential): Promise<void>;
}

export async function simulateMqttGate(settings: MqttGateSettings): Promise<SimulatedMqttGate> {
  const { gate, readers, senses = true, walk = 'through', delayMs = 0, now = Date.now } = settings;
  const topics = gateTopics(settings, gate);
  const firstReader = topics.event(readers[0] ?? '');
  const opened: OpenCommand[] = [];
  const signals: SignalCommand[] = [];
  const identified: ReaderId[] = [];
  let last: { topic: string; payload: string } | undefined;

  const obey = (command: GateCommand) => {
    if (command.kind === 'signal') signals.push(command);
    else if (command.kind === 'identify') identified.push(command.reader);
    else if (now() >= command.expiresMs) void answer(command, 'expired');
    else release(command);
  };
  const link = mqttGateLink(settings, topics, obey);

  const answer = ({ id }: OpenCommand, outcome: CommandAck['outcome']) =>
    link.publish(topics.ack, JSON.stringify({ v: PROTOCOL_VERSION, gate, id, outcome } satisfies CommandAck));
  const release = (command: OpenCommand) => {
    opened.push(command);
    settings.onOpened?.(command);
    const walks = typeof walk === 'function' ? walk(command.direction, opened.length) : walk;
    void answer(command, 'done');
    if (senses) setTimeout(() => void turn(command.direction, walks === 'through' ? 'passed' : 'not_passed'), delayMs);
  };
  const say = (of: string, words: object) => {
    last = { topic: topics.event(of), payload: eventOf(words) };
    return link.publish(last.topic, last.payload);
  };
  const eventOf = (words: object) => JSON.stringify({ v: PROTOCOL_VERSION, id: eventId(), gate, ...words });
  const cardOf = ({ technology, bits }: Credential, reader = readers[0]) => ({ kind: 'card', reader, technology, bits });
  const turn = (direction: Direction, result: 'passed' | 'not_passed') => say('barrier', { kind: 'turn', direction, result });

  await link.plug();
  return {
    ...link,
    get connected() {
      return link.connected;
    },
    opened,
    signals,
    identified,
    present: (credential, reader) => say(reader ?? readers[0] ?? '', cardOf(credential, reader)),
    turn,
    repeatLast: async () => {
      if (last) await link.publish(last.topic, last.payload);
    },
    malformed: () => link.publish(firstReader, '{"v":1,"kind":"card"'),
    oversized: () => link.publish(firstReader, JSON.stringify({ filler: 'x'.repeat(MQTT_PAYLOAD_MAX) })),
    retained: (credential) => link.publish(firstReader, eventOf(cardOf(credential)), { retain: true }),
  };
}
