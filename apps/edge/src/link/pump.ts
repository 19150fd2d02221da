/**
 * The log on its way up: oldest first, one batch in flight, moved on by nothing but the centre's acknowledgement.
 *
 * The acknowledgement is followed wherever it goes, back too: a centre restored from a copy gets again what the copy lacks. What fails
 * is tried again, ever more slowly, for ever; the log keeps what is not acknowledged.
 */
import { backOffMs } from '@portvakt/firmware-bridge';
import { type Cancel, type EntryReader, isOperating, type LogEntry, type Runtime } from '@portvakt/ports';
import { PROTOCOL_VERSION, type ProblemCode, UPLINK_ENTRIES_MAX, type UplinkEntry, uplinkAck } from '@portvakt/protocol';
import { jsonOf } from '../state/identity.ts';
import type { CentreClient } from './centre-client.ts';
import type { Watermark } from './watermark.ts';

/** Of one batch as JSON; the centre takes a little more. */
export const BATCH_BYTES_MAX = 200_000;
export const PUMP_BACK_OFF = { firstMs: 500, maxMs: 30_000 };
/** The log is looked at this often without a nudge. */
export const LOOK_EVERY_MS = 1_000;

export interface PumpParts {
  readonly client: CentreClient;
  readonly reader: Pick<EntryReader, 'read'>;
  readonly agent: string;
  readonly runtime: Runtime;
  /** Written down; its loss is harmless. */
  keep(mark: Watermark): Promise<void>;
  /** Another copy of this agent writes: nothing more is sent. */
  fenced(): void;
  /** What went wrong, for operators; never what was in the batch. */
  fault(code: ProblemCode | 'link_down' | 'unreadable', sequence: number): void;
}

export class Pump {
  readonly #parts: PumpParts;
  #mark: Watermark;
  #limit = UPLINK_ENTRIES_MAX;
  #failures = 0;
  #stopped = false;
  #wake: () => void = () => undefined;
  #woken = false;
  #running: Promise<void> | undefined;

  constructor(parts: PumpParts, from: Watermark) {
    this.#parts = parts;
    this.#mark = from;
  }

  get acknowledged(): number {
    return this.#mark.acknowledged;
  }

  /** Failures in a row; 0 while it flows. */
  get failures(): number {
    return this.#failures;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** The log has grown. */
  nudge(): void {
    this.#woken = true;
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const waitMs = await this.#once();
      if (this.#stopped) return;
      if (waitMs > 0) await this.#sleep(waitMs, this.#failures === 0);
    }
  }

  /** Sends one batch; answers how long to wait before the next. */
  async #once(): Promise<number> {
    const { reader } = this.#parts;
    const { epoch, acknowledged } = this.#mark;
    try {
      this.#woken = false;
      const entries = fitting(await reader.read(epoch, acknowledged, this.#limit));
      if (entries.length === 0) return LOOK_EVERY_MS;
      return await this.#send(entries);
    } catch (cause) {
      if (!isOperating(cause)) throw cause;
      return this.#failed('link_down');
    }
  }

  async #send(entries: readonly UplinkEntry[]): Promise<number> {
    const { client, agent } = this.#parts;
    const { epoch, acknowledged } = this.#mark;
    const answer = await client.ask({ method: 'POST', path: 'uplink', body: { protocol: PROTOCOL_VERSION, agent, epoch, entries } });
    if (answer.ok) {
      const ack = uplinkAck.safeParse(jsonOf(answer.bytes)).data;
      if (ack?.epoch !== epoch) return this.#failed('unreadable');
      return await this.#follow(ack.acknowledged, acknowledged);
    }
    if (answer.code === 'gap' && answer.acknowledged !== undefined) return await this.#follow(answer.acknowledged, acknowledged);
    if (answer.code === 'fenced') {
      this.#stopped = true;
      this.#parts.fenced();
      return 0;
    }
    // a batch that is too much, or holds something that is refused whole, is halved until the one entry is found that is the trouble
    if ((answer.code === 'too_large' || answer.code === 'invalid_input') && this.#limit > 1) {
      this.#limit = Math.ceil(Math.min(this.#limit, entries.length) / 2);
      return 1;
    }
    return this.#failed(answer.code ?? 'unavailable', answer.retryAfterMs);
  }

  /** An answer that moves nothing is a failure: else it would be asked for again at once, for ever. */
  async #follow(acknowledged: number, before: number): Promise<number> {
    if (acknowledged === before) return this.#failed('gap');
    this.#failures = 0;
    this.#limit = Math.min(UPLINK_ENTRIES_MAX, this.#limit * 2);
    this.#mark = { epoch: this.#mark.epoch, acknowledged };
    await this.#parts.keep(this.#mark);
    return 0;
  }

  #failed(code: Parameters<PumpParts['fault']>[0], atLeastMs = 0): number {
    this.#failures += 1;
    this.#parts.fault(code, this.#mark.acknowledged + 1);
    const { fraction } = this.#parts.runtime;
    return Math.max(atLeastMs * (1 + fraction() / 4), backOffMs(PUMP_BACK_OFF, this.#failures, fraction()));
  }

  /** A nudge ends a wait for more to do, never a back-off. */
  #sleep(ms: number, nudged: boolean): Promise<void> {
    return new Promise((resolve) => {
      if (nudged && this.#woken) return resolve();
      let cancel: Cancel = () => undefined;
      const end = () => {
        this.#wake = () => undefined;
        cancel();
        resolve();
      };
      cancel = this.#parts.runtime.after(ms, end);
      this.#wake = () => {
        if (nudged || this.#stopped) end();
      };
    });
  }
}

/** As many entries from the front as a batch takes; one always. */
function fitting(entries: readonly LogEntry[]): readonly UplinkEntry[] {
  let bytes = 0;
  const taken: UplinkEntry[] = [];
  for (const { sequence, envelope, hash, personal, salt } of entries) {
    const entry: UplinkEntry = { sequence, envelope, hash, personal, salt };
    bytes += Buffer.byteLength(JSON.stringify(entry), 'utf8') + 1;
    if (taken.length > 0 && bytes > BATCH_BYTES_MAX) break;
    taken.push(entry);
  }
  return taken;
}
