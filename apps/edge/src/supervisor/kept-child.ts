/** One child process, started again whenever it ends, at first at once and then ever more slowly. */
import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Cancel, Runtime } from '@portvakt/ports';
import type { EdgeConfig } from '../config.ts';
import type { Logger } from '../log.ts';
import { type FromChild, fromChild, SILENT_MAX_MS, type ToChild, type Topic } from './messages.ts';
import { type ChildName, programOf } from './programs.ts';

export const RESTART_FIRST_MS = 100;
export const RESTART_MAX_MS = 10_000;
/** A child that ran this long begins again with the short wait. */
export const STEADY_AFTER_MS = 30_000;
/** Nudges on their way to one child; more are dropped. */
export const NUDGES_IN_FLIGHT_MAX = 16;
const KILL_AFTER_MS = 8_000;
/** When the machine has too little for all, the gate process goes first. Niceness as of `nice(2)`. */
const NICENESS: Readonly<Record<ChildName, number>> = { gate: 0, pages: 5, link: 10 };

export interface ChildSays {
  nudge(topic: Topic): void;
  serving(url: string): void;
}

export class KeptChild {
  readonly name: ChildName;
  readonly #config: EdgeConfig;
  readonly #runtime: Runtime;
  readonly #log: Logger;
  readonly #says: ChildSays;
  #child: ChildProcess | undefined;
  #startedMs = 0;
  #heardMs = 0;
  #waitMs = RESTART_FIRST_MS;
  #inFlight = 0;
  #stopping = false;
  #cancels: Cancel[] = [];
  #restarts = 0;

  constructor(name: ChildName, config: EdgeConfig, runtime: Runtime, log: Logger, says: ChildSays) {
    this.name = name;
    this.#config = config;
    this.#runtime = runtime;
    this.#log = log;
    this.#says = says;
  }

  /** `undefined` while it does not run. */
  get pid(): number | undefined {
    const child = this.#child;
    return child !== undefined && child.exitCode === null && child.signalCode === null ? child.pid : undefined;
  }

  get restarts(): number {
    return this.#restarts;
  }

  start(): void {
    const child = fork(programOf(this.name), [], { execArgv: [], serialization: 'json', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child = child;
    this.#startedMs = this.#heardMs = this.#runtime.monotonicMs();
    this.#inFlight = 0;
    if (child.pid !== undefined && NICENESS[this.name] > 0) setPriority(child.pid, NICENESS[this.name]);
    child.on('message', (message) => this.#hear(message));
    child.on('error', (cause) => this.#log.error({ err: cause, child: this.name }, 'child'));
    child.once('exit', (code, signal) => this.#ended(child, code, signal));
    this.#send({ kind: 'start', config: this.#config });
    this.#cancels.push(this.#runtime.every(SILENT_MAX_MS / 3, () => this.#killIfSilent()));
  }

  nudge(topic: Topic): void {
    if (this.#inFlight < NUDGES_IN_FLIGHT_MAX) this.#send({ kind: 'nudge', topic });
  }

  /** Asks it to end, and ends it when it does not. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const cancel of this.#cancels.splice(0)) cancel();
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    this.#send({ kind: 'stop' });
    const cancel = this.#runtime.after(KILL_AFTER_MS, () => child.kill('SIGKILL'));
    await ended;
    cancel();
  }

  #send(message: ToChild<EdgeConfig>): void {
    const child = this.#child;
    if (child === undefined || !child.connected) return;
    this.#inFlight += 1;
    child.send(message, () => {
      this.#inFlight -= 1; // an error is a child that is just ending, which its exit tells
    });
  }

  #hear(message: unknown): void {
    this.#heardMs = this.#runtime.monotonicMs();
    const read = fromChild.safeParse(message);
    if (!read.success) return;
    const said: FromChild = read.data;
    if (said.kind === 'nudge') this.#says.nudge(said.topic);
    else if (said.kind === 'serving') this.#says.serving(said.url);
  }

  #killIfSilent(): void {
    if (this.#runtime.monotonicMs() - this.#heardMs <= SILENT_MAX_MS) return;
    this.#log.error({ child: this.name }, 'child makes no progress');
    this.#child?.kill('SIGKILL');
  }

  #ended(child: ChildProcess, code: number | null, signal: string | null): void {
    if (this.#child !== child) return;
    for (const cancel of this.#cancels.splice(0)) cancel();
    if (this.#stopping) return;
    if (this.#runtime.monotonicMs() - this.#startedMs > STEADY_AFTER_MS) this.#waitMs = RESTART_FIRST_MS;
    this.#restarts += 1;
    this.#log.error({ child: this.name, code, signal, againInMs: this.#waitMs }, 'child ended');
    this.#cancels.push(this.#runtime.after(this.#waitMs, () => this.start()));
    this.#waitMs = Math.min(this.#waitMs * 2, RESTART_MAX_MS);
  }
}
