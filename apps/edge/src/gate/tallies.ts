/** What the gate process counts, for `/metrics`. Bounded: reasons and buckets are closed sets. */
import type { Decision, Direction } from '@portvakt/domain';
import type { ChannelFault } from '@portvakt/ports';

/** Upper bounds of the append latency, milliseconds; the last bucket is everything above. */
export const APPEND_BUCKETS_MS: readonly number[] = [0.5, 1, 2, 5, 10, 25, 50, 100, 250, 1_000];

export interface TallySheet {
  /** `in granted`, `in denied card_expired`, `out overridden card_unknown` → count. */
  readonly decisions: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** Cumulative, one more than there are bounds. */
  readonly appendBuckets: readonly number[];
  readonly appendMsSum: number;
  readonly appends: number;
  readonly entries: number;
  readonly decisionFaults: number;
  readonly strayReads: number;
  readonly unlistedUnknown: number;
  readonly lost: Readonly<Record<string, number>>;
}

export class Tallies {
  readonly #decisions = new Map<string, number>();
  readonly #faults = new Map<string, number>();
  readonly #lost = new Map<string, number>();
  readonly #buckets: number[] = Array.from({ length: APPEND_BUCKETS_MS.length + 1 }, () => 0);
  #appendMsSum = 0;
  #appends = 0;
  #entries = 0;
  #decisionFaults = 0;
  #strayReads = 0;
  #unlistedUnknown = 0;

  decided(direction: Direction, decision: Decision): void {
    const result =
      decision.kind === 'denied'
        ? `denied ${decision.reason}`
        : decision.overridden === undefined
          ? 'granted'
          : `overridden ${decision.overridden}`;
    add(this.#decisions, `${direction} ${result}`, 1);
  }

  committed(ms: number, entries: number): void {
    const at = APPEND_BUCKETS_MS.findIndex((bound) => ms <= bound);
    const bucket = at === -1 ? APPEND_BUCKETS_MS.length : at;
    this.#buckets[bucket] = this.#buckets[bucket]! + 1;
    this.#appendMsSum += ms;
    this.#appends += 1;
    this.#entries += entries;
  }

  channelFault(fault: ChannelFault, count: number): void {
    add(this.#faults, fault, count);
  }

  lost(rank: string): void {
    add(this.#lost, rank, 1);
  }

  fault(): void {
    this.#decisionFaults += 1;
  }

  strayRead(): void {
    this.#strayReads += 1;
  }

  unlistedUnknown(): void {
    this.#unlistedUnknown += 1;
  }

  sheet(): TallySheet {
    let sum = 0;
    return {
      decisions: Object.fromEntries(this.#decisions),
      faults: Object.fromEntries(this.#faults),
      lost: Object.fromEntries(this.#lost),
      appendBuckets: this.#buckets.map((count) => (sum += count)),
      appendMsSum: this.#appendMsSum,
      appends: this.#appends,
      entries: this.#entries,
      decisionFaults: this.#decisionFaults,
      strayReads: this.#strayReads,
      unlistedUnknown: this.#unlistedUnknown,
    };
  }
}

function add(map: Map<string, number>, key: string, count: number): void {
  map.set(key, (map.get(key) ?? 0) + count);
}
