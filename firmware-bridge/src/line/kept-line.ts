/**
 * A line that is kept open for ever: dialled, lost, waited for, dialled again, until it is stopped.
 *
 *     closed → opening → online → lost → opening → …          stop, from any state → closed
 *
 * Whatever was under way on a connection ends with it: nothing is carried over to the next one.
 */
import type { Runtime } from '@portvakt/ports';
import { type BackOff, backOffMs } from './back-off.ts';

/** One connection, from the dial to its end. */
export interface Connection {
  /** Gives it up; it tells nothing more. Resolves when nothing of it is left. */
  close(): Promise<void>;
}

/** `look_again`: nothing is there to be troubled by another look, so the wait does not grow. */
export type Patience = 'look_again' | 'back_off';

/** What a connection tells, never before the dial has returned it: `opened` at most once, then `ended` at most once. */
export interface Dialled {
  opened(): void;
  ended(detail: string, patience: Patience): void;
}

export type Dial<C extends Connection> = (tell: Dialled) => C;

export type LineState = 'closed' | 'opening' | 'online' | 'lost';

export class KeptLine<C extends Connection> {
  #state: LineState = 'closed';
  #connection: C | undefined;
  #failures = 0;
  /** Why it is offline, as it was told last: a line that stays away for the same reason is told once, not with each look. */
  #toldOffline: string | undefined;
  #cancelRetry = () => {};
  /** What is left of earlier connections. */
  #closing: Promise<void> = Promise.resolve();
  readonly #dial: Dial<C>;
  readonly #changed: (online: boolean, detail: string) => void;
  readonly #backOff: BackOff;
  readonly #runtime: Runtime;

  constructor(dial: Dial<C>, changed: (online: boolean, detail: string) => void, backOff: BackOff, runtime: Runtime) {
    this.#dial = dial;
    this.#changed = changed;
    this.#backOff = backOff;
    this.#runtime = runtime;
  }

  get state(): LineState {
    return this.#state;
  }

  /** The connection while it is online; there is no other one to write to. */
  get online(): C | undefined {
    return this.#state === 'online' ? this.#connection : undefined;
  }

  start(): void {
    if (this.#state === 'closed') this.#open();
  }

  async stop(): Promise<void> {
    this.#cancelRetry();
    this.#state = 'closed';
    this.#release();
    await this.#closing;
  }

  #open(): void {
    this.#state = 'opening';
    const connection: C = this.#dial({
      opened: () => {
        if (this.#connection !== connection || this.#state !== 'opening') return;
        this.#state = 'online';
        this.#failures = 0;
        this.#toldOffline = undefined;
        this.#changed(true, '');
      },
      ended: (detail, patience) => {
        if (this.#connection !== connection) return;
        this.#release();
        this.#state = 'lost';
        this.#failures = patience === 'look_again' ? 1 : this.#failures + 1;
        this.#cancelRetry = this.#runtime.after(backOffMs(this.#backOff, this.#failures, this.#runtime.fraction()), () => this.#open());
        if (this.#toldOffline === detail) return;
        this.#toldOffline = detail;
        this.#changed(false, detail);
      },
    });
    this.#connection = connection;
  }

  #release(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection) this.#closing = Promise.all([this.#closing, connection.close()]).then(() => undefined);
  }
}
