/** Time, timers and chance: the only door to them, so that a test owns all three. */

/** How far the wall clock is believed. It never decides order, only what is shown and which day a card is judged by. */
export type ClockTrust = 'synchronised' | 'holdover' | 'untrusted';

export type Cancel = () => void;

export interface Runtime {
  /** Wall clock, milliseconds since 1970 UTC. May jump. */
  now(): number;
  /** Milliseconds since some moment of this boot. Never goes back, never jumps. */
  monotonicMs(): number;
  /** Names the boot that monotonic times belong to. */
  readonly bootId: string;
  /** Calls once, not before `ms` have passed. */
  after(ms: number, call: () => void): Cancel;
  /** Calls again and again, first after `ms`. */
  every(ms: number, call: () => void): Cancel;
  uuidv7(): string;
  /** At least 0, less than 1: jitter, never secrets. */
  fraction(): number;
}
