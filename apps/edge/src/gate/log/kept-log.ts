/**
 * The log as the gate process has it: opened again when its thread or its disk gave up, so that the decisions outlive a bad minute of
 * the store. While it is not open every append rejects at once, which refuses entries and lets exits wait in memory.
 *
 * A damaged file is put aside, never deleted, and a new log begun: a gate without a log refuses everybody.
 */
import { rename } from 'node:fs/promises';
import { type Cancel, type EntryStore, isOperating, OperatingError, type Runtime } from '@portvakt/ports';
import type { FileEntryStore, SeenNonces } from '@portvakt/storage';
import { codeOf } from '../../state/atomic-file.ts';

export const REOPEN_FIRST_MS = 200;
export const REOPEN_MAX_MS = 5_000;

export interface LogHears {
  opened(store: FileEntryStore): void;
  failed(cause: unknown): void;
  /** The damaged log lies at this path now. */
  putAside(path: string): void;
}

export class KeptLog implements EntryStore {
  readonly #open: () => Promise<FileEntryStore>;
  readonly #path: string;
  readonly #runtime: Runtime;
  readonly #hears: LogHears;
  #store: FileEntryStore | undefined;
  #reopenMs = REOPEN_FIRST_MS;
  #cancel: Cancel | undefined;
  #opening: Promise<void> | undefined;
  #closed = false;

  constructor(path: string, open: () => Promise<FileEntryStore>, runtime: Runtime, hears: LogHears) {
    this.#path = path;
    this.#open = open;
    this.#runtime = runtime;
    this.#hears = hears;
  }

  /** Tries once now; on a failure it goes on trying by itself. */
  start(): Promise<void> {
    this.#opening ??= this.#tryOpen().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  readonly nonces: SeenNonces = {
    remember: (nonce, expiresMs) => this.#with((store) => store.nonces.remember(nonce, expiresMs)),
    forget: (beforeMs) => this.#with((store) => store.nonces.forget(beforeMs)),
  };

  head: EntryStore['head'] = () => this.#with((store) => store.head());

  append: EntryStore['append'] = (entries) => this.#with((store) => store.append(entries));

  since: FileEntryStore['since'] = (occurredMs, limit) => this.#with((store) => store.since(occurredMs, limit));

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel?.();
    await this.#opening;
    await this.#store?.close();
    this.#store = undefined;
  }

  async #with<T>(work: (store: FileEntryStore) => Promise<T>): Promise<T> {
    const store = this.#store;
    if (store === undefined) throw new OperatingError('store_unavailable', 'the log is not open');
    try {
      return await work(store);
    } catch (cause) {
      if (isOperating(cause, 'store_unavailable') || isOperating(cause, 'store_corrupt')) this.#drop(store);
      throw cause;
    }
  }

  #drop(store: FileEntryStore): void {
    if (this.#store !== store) return;
    this.#store = undefined;
    store.close().catch((cause: unknown) => this.#hears.failed(cause));
    this.#later();
  }

  #later(): void {
    if (this.#closed || this.#cancel !== undefined) return;
    this.#cancel = this.#runtime.after(this.#reopenMs, () => {
      this.#cancel = undefined;
      void this.start();
    });
    this.#reopenMs = Math.min(this.#reopenMs * 2, REOPEN_MAX_MS);
  }

  async #tryOpen(): Promise<void> {
    if (this.#store !== undefined || this.#closed) return;
    try {
      const store = await this.#open();
      this.#store = store;
      this.#reopenMs = REOPEN_FIRST_MS;
      this.#hears.opened(store);
    } catch (cause) {
      this.#hears.failed(cause);
      if (isOperating(cause, 'store_corrupt')) await this.#putAside();
      this.#later();
    }
  }

  async #putAside(): Promise<void> {
    const aside = `${this.#path}.damaged-${this.#runtime.uuidv7()}`;
    for (const part of ['', '-wal', '-shm']) {
      try {
        await rename(`${this.#path}${part}`, `${aside}${part}`);
      } catch (cause) {
        if (codeOf(cause) !== 'ENOENT') {
          this.#hears.failed(cause);
          return;
        }
      }
    }
    this.#hears.putAside(aside);
  }
}
