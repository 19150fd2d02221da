/**
 * Our own topics, for gates that speak MQTT. All carry owner and site; none carries personal data.
 *
 *     portvakt/v1/{owner}/{site}/{gate}/availability          retained, last will: is the gate's controller there
 *     portvakt/v1/{owner}/{site}/{gate}/{reader}/event        a card read; QoS 1, never retained
 *     portvakt/v1/{owner}/{site}/{gate}/barrier/event         the barrier turned; QoS 1, never retained
 *     portvakt/v1/{owner}/{site}/{gate}/cmd                   to the gate: open (QoS 0), signal, identify
 *     portvakt/v1/{owner}/{site}/{gate}/cmd/ack               what became of it
 *
 * MQTT 3.1.1 knows no message expiry, so an order carries its own.
 */
import { z } from 'zod';
import { direction, id, protocol } from '../primitives.ts';

export const MQTT_PAYLOAD_MAX = 2_048;
export const TOPIC_ROOT = 'portvakt/v1';

const eventBase = { v: protocol, /** uuidv7 made by the device, for telling a repeat. */ id: z.uuid(), gate: id('gate') };

/** The first message of a gate on the broker. */
export const availability = z.strictObject({ v: protocol, gate: id('gate'), state: z.enum(['online', 'offline']) });

export const cardEvent = z.strictObject({
  ...eventBase,
  kind: z.literal('card'),
  reader: id('reader'),
  technology: z.enum(['em4100', 'iso14443a', 'wiegand', 'text']),
  bits: z.string().regex(/^([0-9a-f]{2}){1,64}$/),
});

export const turnEvent = z.strictObject({ ...eventBase, kind: z.literal('turn'), direction, result: z.enum(['passed', 'not_passed']) });

export const gateCommand = z.discriminatedUnion('kind', [
  z.strictObject({
    v: protocol,
    id: z.string().max(48),
    kind: z.literal('open'),
    direction,
    openForMs: z.int().min(500).max(60_000),
    expiresMs: z.int(),
  }),
  z.strictObject({
    v: protocol,
    id: z.string().max(48),
    kind: z.literal('signal'),
    reader: id('reader'),
    lamp: z.enum(['green', 'amber', 'red']),
    sound: z.enum(['granted_in', 'granted_out', 'notice', 'denied', 'unknown']),
    text: z.string().max(80),
    language: z.string().max(10),
    holdMs: z.int().min(0).max(60_000),
  }),
  z.strictObject({ v: protocol, id: z.string().max(48), kind: z.literal('identify'), reader: id('reader') }),
]);

export const commandAck = z.strictObject({
  v: protocol,
  gate: id('gate'),
  id: z.string().max(48),
  outcome: z.enum(['done', 'expired', 'refused']),
});

export type CardEvent = z.infer<typeof cardEvent>;
export type TurnEvent = z.infer<typeof turnEvent>;
export type GateCommand = z.infer<typeof gateCommand>;
export type CommandAck = z.infer<typeof commandAck>;
export type Availability = z.infer<typeof availability>;
