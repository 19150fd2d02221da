/**
 * A line to hardware: what stands behind it (serial port, bus, socket, broker) is not known here.
 *
 * A channel opens itself, stays open for ever (reconnects with a capped back-off), and tells what it sees. It never throws at its
 * caller and never calls back after `stop` has resolved. Whatever bytes come in, it tells only whole and checked reads.
 */
import type { CommandId, Credential, Direction, GateId, Language, LinkState, ReaderId, TapId } from '@portvakt/domain';

export interface Channel {
  /** Name for logs and metrics: no personal data, stable over restarts. */
  readonly name: string;
  start(listener: (event: ChannelEvent) => void): void;
  /** Releases a gate once. Never queued across a lost link: an order whose `expiresMs` has passed is dropped and told as such. */
  open(order: OpenOrder): void;
  /** Lamp, sound and text at a reader. Best effort; the newest wins. */
  signal(reader: ReaderId, signal: Signal): void;
  /** Blink and beep so that an installer finds it. */
  identify(reader: ReaderId): void;
  stop(): Promise<void>;
}

export type ChannelEvent =
  | { readonly kind: 'card'; readonly reader: ReaderId; readonly credential: Credential; readonly atMonotonicMs: number }
  /** Someone turned the barrier (`passed`), or was released and did not go (`not_passed`). Only from hardware that senses it. */
  | {
      readonly kind: 'turn';
      readonly gate: GateId;
      readonly direction: Direction;
      readonly result: 'passed' | 'not_passed';
      readonly atMonotonicMs: number;
    }
  | { readonly kind: 'order'; readonly order: OrderId; readonly outcome: 'done' | 'expired' | 'refused' }
  | { readonly kind: 'reader_state'; readonly reader: ReaderId; readonly state: LinkState; readonly detail: string }
  | { readonly kind: 'gate_state'; readonly gate: GateId; readonly state: LinkState; readonly detail: string }
  | { readonly kind: 'fault'; readonly reader: ReaderId | undefined; readonly fault: ChannelFault; readonly count: number }
  | { readonly kind: 'tamper'; readonly reader: ReaderId; readonly active: boolean };

/** What a line got wrong: metrics, and the first sign of a bad cable or a stranger on the broker. */
export type ChannelFault =
  | 'checksum'
  | 'discarded'
  | 'timeout'
  | 'malformed'
  | 'oversized'
  | 'retained'
  | 'unknown_sender'
  | 'duplicate'
  | 'queue_full';

/** The tap or command an order was given for. */
export type OrderId = TapId | CommandId;

export interface OpenOrder {
  readonly id: OrderId;
  readonly gate: GateId;
  readonly direction: Direction;
  /** How long the barrier stays released. */
  readonly openForMs: number;
  /** Wall clock, milliseconds since 1970 UTC: not carried out after this. */
  readonly expiresMs: number;
}

/** What the person at the gate sees and hears. Shape, word, colour, in that order; sounds differ in rhythm, not only in pitch. */
export interface Signal {
  readonly lamp: 'green' | 'amber' | 'red';
  readonly sound: 'granted_in' | 'granted_out' | 'notice' | 'denied' | 'unknown';
  /** At most {@link SIGNAL_TEXT_MAX} characters; no name, no number. */
  readonly text: string;
  readonly language: Language;
  readonly holdMs: number;
}

export const SIGNAL_TEXT_MAX = 80;
