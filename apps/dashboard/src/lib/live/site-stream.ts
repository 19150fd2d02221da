/**
 * Listens to a site's stream: native `EventSource`, with our own patience. The browser's own reconnection gives up for good on an HTTP
 * error and never notices a line that has gone silent; so each failure closes the source and a new one is opened after a pause that
 * doubles. Nothing is missed by that: the stream begins with a whole snapshot each time.
 */
import { CUT_AFTER_MS, type Freshness, freshnessOf } from './freshness.ts';

/** The part of `EventSource` that is used. */
export interface Source {
  addEventListener(event: 'now' | 'ping' | 'error', listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

export interface Surroundings {
  open(url: string): Source;
  /** Milliseconds on a clock that never jumps. */
  nowMs(): number;
  /** Calls once after that many milliseconds; answers how to call it off. */
  after(ms: number, call: () => void): () => void;
  /** From 0 up to 1. */
  chance(): number;
}

export interface StreamListener {
  /** A whole snapshot, or undefined with a ping: the last snapshot still holds. `at` is the server's clock, RFC 3339. */
  heard(event: { readonly at: string; readonly snapshot: unknown }): void;
  /** Once a second, and whenever something happened. */
  felt(freshness: Freshness): void;
  /** A try failed; `failures` in a row. */
  failed(failures: number): void;
}

export const PAUSE_FIRST_MS = 1_000;
export const PAUSE_MAX_MS = 30_000;
const TICK_MS = 1_000;

export class SiteStream {
  readonly #url: string;
  readonly #around: Surroundings;
  readonly #listener: StreamListener;
  #source: Source | undefined;
  #heardMs: number | undefined;
  #sinceMs: number;
  #triedMs = 0;
  #failures = 0;
  #retry: (() => void) | undefined;
  #tick: (() => void) | undefined;

  constructor(url: string, around: Surroundings, listener: StreamListener) {
    this.#url = url;
    this.#around = around;
    this.#listener = listener;
    this.#sinceMs = around.nowMs();
  }

  start(): void {
    this.#sinceMs = this.#around.nowMs();
    this.#open();
    this.#beat();
  }

  stop(): void {
    this.#tick?.();
    this.#drop();
  }

  /** Someone asks, or the network came back: do not wait for the pause to end. */
  retryNow(): void {
    if (this.freshness === 'live') return;
    this.#drop();
    this.#open();
  }

  get freshness(): Freshness {
    return freshnessOf({ heardMs: this.#heardMs, sinceMs: this.#sinceMs, failures: this.#failures }, this.#around.nowMs());
  }

  #open(): void {
    this.#triedMs = this.#around.nowMs();
    const source = this.#around.open(this.#url);
    this.#source = source;
    const ours = (event: 'now' | 'ping', read: (data: unknown) => { at: string; snapshot: unknown } | undefined): void =>
      source.addEventListener(event, ({ data }) => {
        const said = this.#source === source ? read(parse(data)) : undefined;
        if (said === undefined) return;
        this.#heardMs = this.#around.nowMs();
        this.#failures = 0;
        this.#listener.heard(said);
        this.#listener.felt(this.freshness);
      });
    ours('now', (data) => (hasText(data, 'asOf') ? { at: data.asOf, snapshot: data } : undefined));
    ours('ping', (data) => (hasText(data, 'at') ? { at: data.at, snapshot: undefined } : undefined));
    source.addEventListener('error', () => {
      if (this.#source === source) this.#fail();
    });
  }

  #fail(): void {
    this.#drop();
    this.#failures += 1;
    const pause = Math.min(PAUSE_MAX_MS, PAUSE_FIRST_MS * 2 ** (this.#failures - 1));
    // A whole site office reconnects at once after a cut: spread over the upper half of the pause, except the first time.
    const spread = this.#failures === 1 ? pause : pause * (0.5 + this.#around.chance() / 2);
    this.#retry = this.#around.after(spread, () => this.#open());
    this.#listener.failed(this.#failures);
    this.#listener.felt(this.freshness);
  }

  #drop(): void {
    this.#retry?.();
    this.#retry = undefined;
    this.#source?.close();
    this.#source = undefined;
  }

  #beat(): void {
    this.#tick = this.#around.after(TICK_MS, () => {
      const now = this.#around.nowMs();
      // An open line that has said nothing for so long is a dead one, whatever the browser thinks of it.
      if (this.#source && now - Math.max(this.#heardMs ?? 0, this.#triedMs) >= CUT_AFTER_MS) this.#fail();
      this.#listener.felt(this.freshness);
      this.#beat();
    });
  }
}

function parse(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data);
  } catch {
    // half an event is as good as none; the next one is whole
    return undefined;
  }
}

function hasText<K extends string>(data: unknown, key: K): data is Record<K, string> {
  return typeof data === 'object' && data !== null && typeof (data as Record<string, unknown>)[key] === 'string';
}
