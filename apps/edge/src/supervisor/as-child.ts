/** The child's side of the supervisor: starts with the configuration it is sent, beats while it makes progress, ends when told or left. */
import process from 'node:process';
import type { Runtime } from '@portvakt/ports';
import type { EdgeConfig } from '../config.ts';
import { BEAT_EVERY_MS, type FromChild, type ToChild, type Topic } from './messages.ts';

export interface ChildPart {
  nudged(topic: Topic): void;
  /** Whether it makes progress; asked for each beat. */
  alive(): boolean;
  close(): Promise<void>;
}

/** A child that has not ended by then is ended all the same: a stop is the same as a crash. */
const CLOSE_WITHIN_MS = 5_000;
/** Messages to the supervisor that may be on their way; more nudges are dropped. */
const IN_FLIGHT_MAX = 16;

export function runAsChild(runtime: Runtime, start: (config: EdgeConfig, tell: (message: FromChild) => void) => Promise<ChildPart>): void {
  let inFlight = 0;
  const tell = (message: FromChild) => {
    if (process.send === undefined || !process.connected || (message.kind === 'nudge' && inFlight >= IN_FLIGHT_MAX)) return;
    inFlight += 1;
    process.send(message, undefined, undefined, () => {
      inFlight -= 1;
    });
  };
  let part: Promise<ChildPart> | undefined;
  const stop = () => {
    runtime.after(CLOSE_WITHIN_MS, () => process.exit(1));
    Promise.resolve(part)
      .then((running) => running?.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  // what the supervisor of the same program sends is what it says it is
  process.on('message', (message: ToChild<EdgeConfig>) => {
    if (message.kind === 'stop') stop();
    else if (message.kind === 'nudge') void part?.then((running) => running.nudged(message.topic));
    else if (part === undefined) {
      part = start(message.config, tell);
      void part.then((running) => runtime.every(BEAT_EVERY_MS, () => running.alive() && tell({ kind: 'beat' })));
    }
  });
  process.on('disconnect', stop);
  // the terminal's signal reaches the whole group; the supervisor says when each ends
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
}
