/**
 * A message from the broker, judged: who says it, in which shape, and whether it is fresh. Pure and total. Every topic and every payload give a
 * message of a gate we know, or the name of what is wrong with it.
 *
 * A retained event is old by nature: the broker says it again to whoever subscribes, so taking it would let a card in that was shown
 * last week. Only availability may be retained.
 */
import { type Credential, credentialOf, type Direction, type GateId, isId, type ReaderId, type Scope } from '@portvakt/domain';
import type { ChannelFault } from '@portvakt/ports';
import { availability, cardEvent, commandAck, MQTT_PAYLOAD_MAX, PROTOCOLS_SPOKEN, turnEvent } from '@portvakt/protocol';
import { type ReadTopic, readTopic } from './topics.ts';

/** Whose messages count: each gate with its readers. */
export interface KnownGates extends Scope {
  readonly gates: ReadonlyMap<GateId, ReadonlySet<ReaderId>>;
}

export type Inbound =
  | { readonly kind: 'availability'; readonly gate: GateId; readonly online: boolean }
  | { readonly kind: 'card'; readonly gate: GateId; readonly id: string; readonly reader: ReaderId; readonly credential: Credential }
  | {
      readonly kind: 'turn';
      readonly gate: GateId;
      readonly id: string;
      readonly direction: Direction;
      readonly result: 'passed' | 'not_passed';
    }
  | { readonly kind: 'ack'; readonly gate: GateId; readonly id: string; readonly outcome: 'done' | 'expired' | 'refused' }
  | { readonly kind: 'fault'; readonly fault: ChannelFault; readonly reader: ReaderId | undefined };

export interface RawMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retained: boolean;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function readMessage(known: KnownGates, { topic, payload, retained }: RawMessage): Inbound {
  const from = readTopic(known, topic);
  const gate = knownGate(known, from);
  if (!from || gate === undefined) return fault('unknown_sender');
  const reader = knownReader(known, gate, from);
  if (from.kind === 'card' && reader === undefined) return fault('unknown_sender');
  if (retained && from.kind !== 'availability') return fault('retained', reader);
  if (payload.length > MQTT_PAYLOAD_MAX) return fault('oversized', reader);
  // an emptied retained topic: the gate was taken out
  if (from.kind === 'availability' && payload.length === 0) return { kind: 'availability', gate, online: false };
  const said = jsonOf(payload);
  if (said === undefined) return fault('malformed', reader);
  switch (from.kind) {
    case 'availability':
      return judged(availability.safeParse(said), gate, undefined, ({ state }) => ({
        kind: 'availability',
        gate,
        online: state === 'online',
      }));
    case 'turn':
      return judged(turnEvent.safeParse(said), gate, undefined, ({ id, direction, result }) => ({
        kind: 'turn',
        gate,
        id,
        direction,
        result,
      }));
    case 'ack':
      return judged(commandAck.safeParse(said), gate, undefined, ({ id, outcome }) => ({ kind: 'ack', gate, id, outcome }));
    case 'card':
      return judged(cardEvent.safeParse(said), gate, reader, (card) => {
        if (reader === undefined || card.reader !== reader) return fault('unknown_sender', reader);
        return { kind: 'card', gate, id: card.id, reader, credential: credentialOf(card.technology, card.bits) };
      });
    case 'command':
      return fault('unknown_sender'); // ours to give, not to take
  }
}

type Parsed<Said> = { readonly success: true; readonly data: Said } | { readonly success: false };

/** Shape, version and the gate's own claim, which must be the one of the topic it was allowed to publish on. */
function judged<Said extends { readonly v: number; readonly gate: GateId }>(
  parsed: Parsed<Said>,
  gate: GateId,
  reader: ReaderId | undefined,
  take: (said: Said) => Inbound,
): Inbound {
  if (!parsed.success || !PROTOCOLS_SPOKEN.includes(parsed.data.v)) return fault('malformed', reader);
  return parsed.data.gate === gate ? take(parsed.data) : fault('unknown_sender', reader);
}

const fault = (what: ChannelFault, reader?: ReaderId): Inbound => ({ kind: 'fault', fault: what, reader });

function knownGate({ gates }: KnownGates, from: ReadTopic | undefined): GateId | undefined {
  return from && isId('gate', from.gate) && gates.has(from.gate) ? from.gate : undefined;
}

function knownReader({ gates }: KnownGates, gate: GateId, { reader }: ReadTopic): ReaderId | undefined {
  return isId('reader', reader) && gates.get(gate)?.has(reader) ? reader : undefined;
}

function jsonOf(payload: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(payload));
  } catch {
    // not UTF-8, or not JSON: the sender's fault, told as `malformed`
    return undefined;
  }
}
