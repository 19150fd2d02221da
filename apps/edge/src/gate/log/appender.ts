/**
 * The one writer of the log. While a commit is on its way to the disk it composes and chains what comes next, and commits all of that
 * together as soon as the disk is free (group commit): nobody waits longer than two commits.
 *
 * Sequence and chain are gapless whatever fails: what was composed on top of a rejected commit is composed anew from the head the store
 * then tells. A commit that was reported failed and is there all the same (the answer was lost) is taken for durable.
 *
 * Three ranks share the queue. `entry`: someone waits in front of a closed gate; fails at once with its commit and may be withdrawn.
 * `fact`: it has happened, so it is kept in memory and tried again until it is durable. `telemetry`: the first to be left out when
 * the queue fills.
 */
import type { Cancel, EntryStore, LogHead, Runtime } from '@portvakt/ports';
import { CHAIN_START } from '@portvakt/trust';
import { type Author, compose, type DatedEntry, type Draft } from './draft.ts';

/** Items (a tap, or a tap with its passage) that may wait; beyond it facts are lost, counted and alarmed. */
export const WAITING_MAX = 4_096;
/** From here on telemetry is left out. */
export const WAITING_TELEMETRY_MAX = 3_072;
/** Entries one commit carries. */
export const COMMIT_ENTRIES_MAX = 128;
export const RETRY_FIRST_MS = 50;
export const RETRY_MAX_MS = 2_000;

export type Rank = 'entry' | 'fact' | 'telemetry';
export type Settled = 'durable' | 'failed';

export interface Ticket {
  /** Takes it out of the queue. `false`: it is on its way to the disk (the outcome still comes) or settled. */
  withdraw(): boolean;
}

export interface AppenderTells {
  /** After each commit: its duration, and the largest wall clock in it. */
  committed?(ms: number, entries: number, latestMs: number): void;
  /** The queue was full: this was not written down. */
  lost?(rank: Rank): void;
  /** A commit or a look at the head failed; told without personal data. */
  fault?(cause: unknown): void;
}

interface Item {
  readonly rank: Rank;
  readonly drafts: readonly Draft[];
  readonly settled: ((outcome: Settled) => void) | undefined;
  entries: readonly DatedEntry[];
}

type Tail = Pick<LogHead, 'epoch' | 'sequence' | 'hash'>;

export class Appender {
  readonly #store: EntryStore;
  readonly #author: Author;
  readonly #runtime: Runtime;
  readonly #tells: AppenderTells;
  #epoch: number;
  /** The end of what is durable; `undefined` until the store has told it. */
  #head: Tail | undefined;
  #waiting: Item[] = [];
  /** What waits is not chained to what is before it any more: it is composed when its commit starts. */
  #stale = true;
  #flying: Item[] = [];
  #flyingSinceMs: number | undefined;
  #retryMs = RETRY_FIRST_MS;
  #cancelRetry: Cancel | undefined;
  #looking = false;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(store: EntryStore, author: Author & { readonly epoch: number }, runtime: Runtime, tells: AppenderTells = {}) {
    this.#store = store;
    this.#author = author;
    this.#runtime = runtime;
    this.#tells = tells;
    this.#epoch = author.epoch;
    this.#look();
  }

  /** The drafts go into one commit, all or none. `undefined`: the queue is full or closed. */
  append(rank: Rank, drafts: readonly Draft[], settled?: (outcome: Settled) => void): Ticket | undefined {
    if (this.#closed || this.#waiting.length >= (rank === 'telemetry' ? WAITING_TELEMETRY_MAX : WAITING_MAX)) {
      this.#tells.lost?.(rank);
      return undefined;
    }
    const item: Item = { rank, drafts, settled, entries: [] };
    if (this.#head !== undefined && !this.#stale) this.#compose(item, this.#tail(this.#head));
    this.#waiting.push(item);
    // someone stands at the gate: a failed log is tried at once, whatever the back-off says
    if (rank === 'entry' || this.#cancelRetry === undefined) this.#push();
    return { withdraw: () => this.#withdraw(item) };
  }

  /** The store is there again: what waits is tried now and not at the end of the back-off. */
  wake(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#push();
  }

  /** A new epoch that the centre gave out: what is not yet on its way is written in it. */
  beginEpoch(epoch: number): void {
    if (epoch <= this.#epoch) return;
    this.#epoch = epoch;
    this.#stale = true;
  }

  get epoch(): number {
    return this.#head?.epoch ?? this.#epoch;
  }

  /** End of the durable log; 0 before the first entry. */
  get sequence(): number {
    return this.#head?.sequence ?? 0;
  }

  get depth(): number {
    return this.#waiting.length + this.#flying.length;
  }

  /** How long the disk has been busy with one commit, or has not told the head. */
  stuckMs(nowMonotonicMs: number): number {
    return this.#flyingSinceMs === undefined ? 0 : nowMonotonicMs - this.#flyingSinceMs;
  }

  /** Resolves when all is durable; what cannot be is left after `withinMs`. Takes nothing more. */
  async close(withinMs: number): Promise<'flushed' | 'left'> {
    this.#closed = true;
    if (this.depth === 0) return 'flushed';
    return await new Promise((resolve) => {
      const cancel = this.#runtime.after(withinMs, () => resolve('left'));
      this.#idle.push(() => {
        cancel();
        resolve('flushed');
      });
      this.#push();
    });
  }

  /** What the next item is chained to: the last of those composed, whether they are durable or not. */
  #tail(head: Tail): Tail {
    return this.#waiting.at(-1)?.entries.at(-1) ?? this.#flying.at(-1)?.entries.at(-1) ?? head;
  }

  #compose(item: Item, tail: Tail): Tail {
    let { epoch, sequence, hash } = tail;
    if (epoch < this.#epoch) [epoch, sequence, hash] = [this.#epoch, 0, CHAIN_START];
    item.entries = item.drafts.map((draft) => {
      sequence += 1;
      const entry = compose(this.#author, draft, { epoch, sequence, before: hash });
      hash = entry.hash;
      return entry;
    });
    return { epoch, sequence, hash };
  }

  #withdraw(item: Item): boolean {
    const at = this.#waiting.indexOf(item);
    if (at === -1) return false;
    this.#waiting.splice(at, 1);
    this.#stale = true;
    return true;
  }

  #push(): void {
    if (this.#flying.length > 0 || this.#waiting.length === 0) return;
    if (this.#head === undefined) {
      this.#look();
      return;
    }
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    let count = 0;
    let entries = 0;
    while (count < this.#waiting.length && (count === 0 || entries + this.#waiting[count]!.drafts.length <= COMMIT_ENTRIES_MAX)) {
      entries += this.#waiting[count]!.drafts.length;
      count += 1;
    }
    this.#flying = this.#waiting.splice(0, count);
    if (this.#stale) {
      let tail: Tail = this.#head;
      for (const item of this.#flying) tail = this.#compose(item, tail);
      this.#stale = this.#waiting.length > 0;
    }
    const batch = this.#flying.length === 1 ? this.#flying[0]!.entries : this.#flying.flatMap((item) => item.entries);
    const sinceMs = this.#runtime.monotonicMs();
    this.#flyingSinceMs = sinceMs;
    this.#store.append(batch).then(
      () => this.#durable(batch, this.#runtime.monotonicMs() - sinceMs),
      (cause: unknown) => this.#rejected(batch, cause),
    );
  }

  #durable(batch: readonly DatedEntry[], ms: number): void {
    const items = this.#flying;
    this.#head = batch.at(-1);
    this.#land();
    this.#retryMs = RETRY_FIRST_MS;
    // the ones who wait for this commit come first, the next commit right after
    for (const item of items) item.settled?.('durable');
    this.#push();
    this.#tells.committed?.(
      ms,
      batch.length,
      batch.reduce((latest, entry) => Math.max(latest, entry.occurredMs), 0),
    );
    this.#restIfIdle();
  }

  #rejected(batch: readonly DatedEntry[], cause: unknown): void {
    this.#tells.fault?.(cause);
    this.#store.head().then(
      (head) => {
        const last = batch.at(-1)!;
        const there = head?.epoch === last.epoch && head.sequence === last.sequence && head.hash === last.hash;
        this.#head = there ? head : this.#startFrom(head);
        if (there) this.#durable(batch, 0);
        else this.#putBack();
      },
      (again: unknown) => {
        this.#tells.fault?.(again);
        this.#head = undefined;
        this.#putBack();
      },
    );
  }

  /** After a rejected commit: those who cannot wait hear of it, the rest goes back to the front of the queue. */
  #putBack(): void {
    const items = this.#flying;
    this.#land();
    this.#waiting.unshift(...items.filter((item) => item.rank !== 'entry'));
    this.#stale = true;
    this.#retryLater();
    for (const item of items) if (item.rank === 'entry') item.settled?.('failed');
    this.#restIfIdle();
  }

  #land(): void {
    this.#flying = [];
    this.#flyingSinceMs = undefined;
  }

  #retryLater(): void {
    if (this.#cancelRetry !== undefined) return;
    this.#cancelRetry = this.#runtime.after(this.#retryMs, () => {
      this.#cancelRetry = undefined;
      this.#push();
    });
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
  }

  /** Asks the store where the log ends. */
  #look(): void {
    if (this.#looking) return;
    this.#looking = true;
    this.#store.head().then(
      (head) => {
        this.#looking = false;
        this.#head = this.#startFrom(head);
        this.#tells.committed?.(0, 0, head?.latestMs ?? 0);
        this.#push();
      },
      (cause: unknown) => {
        this.#looking = false;
        this.#tells.fault?.(cause);
        this.#retryLater();
      },
    );
  }

  /** The log is the truth about its own epoch: an identity file from an older copy does not take it back, see `#compose`. */
  #startFrom(head: LogHead | undefined): Tail {
    return head ?? { epoch: this.#epoch, sequence: 0, hash: CHAIN_START };
  }

  #restIfIdle(): void {
    if (this.depth > 0) return;
    for (const rest of this.#idle.splice(0)) rest();
  }
}
