/**
 * The link to the centre. It may be cut, hang or die, and nothing at a gate notices: all it does for the box is to put signed files where
 * the others find them, and to carry the log away.
 */
import { backOffMs } from '@portvakt/firmware-bridge';
import { type Cancel, type EntryReader, isOperating, type Runtime } from '@portvakt/ports';
import { type GateStatus, gateStatus } from '../gate/gate-status.ts';
import type { Logger } from '../log.ts';
import { readIfThere } from '../state/atomic-file.ts';
import { type Confirmed, writeConfirmed } from '../state/confirmed.ts';
import { type Identity, jsonOf, writeIdentity } from '../state/identity.ts';
import type { StateDir } from '../state/state-dir.ts';
import type { CentreClient } from './centre-client.ts';
import { type ChangedTopic, followChanges } from './change-stream.ts';
import { CommandsPull } from './commands-pull.ts';
import { askEpoch, hello } from './hello.ts';
import { writeLinkStatus } from './link-status.ts';
import { ListPull } from './list-pull.ts';
import { PaperPull } from './paper-pull.ts';
import { Pump } from './pump.ts';
import { readWatermark, type Watermark, writeWatermark } from './watermark.ts';

/** Everything is asked for this often, stream or no stream. */
export const PULL_EVERY_MS = 30_000;
export const STATUS_EVERY_MS = 1_000;
export const LINK_BACK_OFF = { firstMs: 500, maxMs: 30_000 };

/** The roster before the list: whoever the list lets in must have a name here when they do. */
const ALL: readonly ChangedTopic[] = ['commands', 'site', 'roster', 'card_status', 'accounts'];

export interface LinkParts {
  readonly dir: StateDir;
  readonly me: Identity;
  readonly client: CentreClient;
  readonly reader: EntryReader;
  readonly runtime: Runtime;
  readonly log: Logger;
  breathe(): Promise<void>;
  /** Files lie there for the others. */
  left(topic: 'down' | 'identity' | 'status'): void;
}

export class Link {
  readonly #parts: LinkParts;
  readonly #list: ListPull;
  readonly #papers: Readonly<Record<'site' | 'roster' | 'accounts', PaperPull>>;
  readonly #commands: CommandsPull;
  readonly #stop = new AbortController();
  #me: Identity;
  #pump: Pump | undefined;
  /** What the centre had when it was heard last: all that is known while it is not. */
  #mark: Watermark | undefined;
  #confirmed: Confirmed | undefined;
  #connected = false;
  #heardMs: number | null = null;
  #fenced = false;
  #refusal: string | null = null;
  #failures = 0;
  /** Set when what lies there for the gate must be read again before the centre is asked for what is new. */
  #rereadList = false;
  #rereadFor: string | undefined;
  #wanted = new Set<ChangedTopic>();
  #pulling: Promise<void> | undefined;
  #wake: () => void = () => undefined;
  #running: Promise<void> | undefined;
  #cancels: Cancel[] = [];

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#me = parts.me;
    const { client, dir, me, log, breathe } = parts;
    const refused = (paper: string, why: string) => log.error({ paper, why }, 'what came down was refused');
    this.#list = new ListPull({ client, dir, me, breathe, refused: (why) => refused('card-status', why) });
    const paper = (name: PaperPull['name']) => new PaperPull(name, dir, me, client, refused);
    this.#papers = { site: paper('site-config'), roster: paper('roster'), accounts: paper('accounts') };
    this.#commands = new CommandsPull(dir.commands, client);
  }

  async start(): Promise<void> {
    this.#mark = await readWatermark(this.#parts.dir.watermark);
    await this.#list.begin();
    for (const paper of Object.values(this.#papers)) await paper.begin();
    await this.#commands.begin();
    const { runtime } = this.#parts;
    this.#cancels = [
      runtime.every(PULL_EVERY_MS, () => this.#connected && this.#want(ALL)),
      runtime.every(STATUS_EVERY_MS, () => void this.#housekeeping()),
    ];
    this.#running = this.#run();
  }

  /** The log has grown. */
  nudge(): void {
    this.#pump?.nudge();
  }

  async close(): Promise<void> {
    for (const cancel of this.#cancels) cancel();
    this.#stop.abort();
    this.#wake();
    await this.#pump?.stop();
    await this.#running;
    await this.#pulling;
    await this.#tellStatus();
  }

  /** Connection after connection, for ever. */
  async #run(): Promise<void> {
    const { runtime, log } = this.#parts;
    while (!this.#stop.signal.aborted) {
      const why = await this.#connection();
      this.#connected = false;
      if (this.#stop.signal.aborted) return;
      this.#failures += 1;
      const waitMs = backOffMs(LINK_BACK_OFF, this.#failures, runtime.fraction());
      log.info({ why, againInMs: Math.round(waitMs) }, 'no link to the centre');
      await this.#tellStatus();
      await new Promise<void>((resolve) => {
        const cancel = runtime.after(waitMs, resolve);
        this.#wake = () => {
          cancel();
          resolve();
        };
      });
    }
  }

  async #connection(): Promise<string> {
    const { client, runtime } = this.#parts;
    try {
      await this.#greet();
      this.#want(ALL);
      return await followChanges(client, runtime, this.#stop.signal, {
        open: () => {
          this.#failures = 0;
          this.#connected = true;
          this.#heardMs = runtime.now();
          void this.#tellStatus();
        },
        changed: (topics) => {
          this.#heardMs = runtime.now();
          this.#want(topics);
        },
      });
    } catch (cause) {
      if (!isOperating(cause)) throw cause;
      this.#refusal = cause.code === 'link_refused' ? cause.message.slice(0, 80) : null;
      return cause.code;
    }
  }

  async #greet(): Promise<void> {
    const { client, runtime, reader, log } = this.#parts;
    const head = await reader.head();
    const epoch = head?.epoch ?? this.#me.epoch;
    const { said, clockOffByMs } = await hello(client, runtime, {
      epoch,
      sequence: head?.sequence ?? 0,
      clock: (await this.#gate())?.clock ?? 'holdover',
      list: this.#list.held,
    });
    this.#refusal = null;
    this.#heardMs = runtime.now();
    this.#confirmed = {
      v: 1,
      list: this.#confirmed?.list ?? null,
      confirmedMs: this.#confirmed?.confirmedMs ?? 0,
      clockOffByMs,
      comparedMs: Math.round(runtime.now()),
    };
    if (said.epoch > epoch && said.epoch > this.#me.epoch) {
      // ours when we asked for one and never heard the answer; else another copy of this box asked
      return await (this.#me.asking === true ? this.#adopt(said.epoch) : this.#fence(said.epoch));
    }
    if (said.epoch === epoch && said.acknowledged > (head?.sequence ?? 0)) {
      // the centre has more of this epoch than our log: ours began anew
      this.#me = { ...this.#me, asking: true };
      await writeIdentity(this.#parts.dir.identity, this.#me);
      const next = await askEpoch(client);
      log.error({ before: epoch, now: next }, 'the log began anew; entries before the new epoch stay on this box');
      await this.#adopt(next);
      return;
    }
    this.#fenced = false;
    await this.#pumpFrom(Math.max(epoch, this.#me.epoch), epoch >= this.#me.epoch ? said.acknowledged : 0);
  }

  /** The gate process writes in the new epoch from now on, and so does the pump. */
  async #adopt(epoch: number): Promise<void> {
    const { asking: _, ...me } = this.#me;
    this.#me = { ...me, epoch };
    await writeIdentity(this.#parts.dir.identity, this.#me);
    this.#parts.left('identity');
    await this.#pumpFrom(epoch, 0);
  }

  async #fence(epoch: number): Promise<void> {
    this.#fenced = true;
    await this.#pump?.stop();
    this.#pump = undefined;
    this.#parts.log.error({ epoch }, 'another copy of this agent has taken over: nothing is sent; enrol this box anew');
  }

  async #pumpFrom(epoch: number, acknowledged: number): Promise<void> {
    await this.#pump?.stop();
    const { client, reader, runtime, dir, log } = this.#parts;
    this.#pump = new Pump(
      {
        client,
        reader,
        agent: this.#me.agent,
        runtime,
        keep: (mark) => writeWatermark(dir.watermark, mark),
        fenced: () => {
          this.#fenced = true;
          log.error('another copy of this agent writes: nothing more is sent');
        },
        fault: (code, sequence) => log.warn({ code, sequence }, 'uplink'),
      },
      { epoch, acknowledged },
    );
    this.#pump.start();
  }

  #want(topics: readonly ChangedTopic[]): void {
    for (const topic of topics) this.#wanted.add(topic);
    this.#pulling ??= this.#pullAll().finally(() => {
      this.#pulling = undefined;
    });
  }

  /** One thing at a time, what is short-lived first. What fails is asked for again with the next full look. */
  async #pullAll(): Promise<void> {
    const { log } = this.#parts;
    for (let topic = this.#next(); topic !== undefined && !this.#stop.signal.aborted; topic = this.#next()) {
      this.#wanted.delete(topic);
      try {
        await this.#pull(topic);
        this.#heardMs = this.#parts.runtime.now();
      } catch (cause) {
        if (!isOperating(cause)) throw cause;
        log.warn({ topic, code: cause.code }, 'not pulled');
      }
    }
  }

  #next(): ChangedTopic | undefined {
    return ALL.find((topic) => this.#wanted.has(topic));
  }

  async #pull(topic: ChangedTopic): Promise<void> {
    if (topic === 'card_status') return await this.#pullList();
    const outcome = await (topic === 'commands' ? this.#commands : this.#papers[topic]).pull();
    if (outcome === 'changed') this.#parts.left('down');
  }

  async #pullList(): Promise<void> {
    const { dir, runtime } = this.#parts;
    if (this.#rereadList) {
      this.#rereadList = false;
      await this.#list.begin();
    }
    const outcome = await this.#list.pull();
    if (outcome === 'refused') return;
    const nowMs = Math.round(runtime.now());
    const { clockOffByMs, comparedMs } = this.#confirmed ?? { clockOffByMs: 0, comparedMs: 0 };
    this.#confirmed = { v: 1, list: this.#list.held, confirmedMs: nowMs, clockOffByMs, comparedMs };
    await writeConfirmed(dir.confirmed, this.#confirmed);
    this.#parts.left('down');
  }

  async #gate(): Promise<GateStatus | undefined> {
    const bytes = await readIfThere(this.#parts.dir.gateStatus);
    return bytes && gateStatus.safeParse(jsonOf(bytes)).data;
  }

  async #housekeeping(): Promise<void> {
    if (await this.#papers.roster.deleteIfDue(this.#parts.runtime.now())) this.#parts.left('down');
    await this.#rereadWhereGateHasNone();
    await this.#tellStatus();
  }

  /**
   * A gate process that started and has no list could not read the one that lies there, and what the link remembers of it is of no use: the
   * file is read again, and what is damaged is fetched whole. Once for each start of the gate process.
   */
  async #rereadWhereGateHasNone(): Promise<void> {
    const gate = await this.#gate();
    if (gate === undefined || gate.list !== null || gate.boot === this.#rereadFor || !this.#connected) return;
    this.#rereadFor = gate.boot;
    this.#rereadList = true;
    this.#want(['card_status']);
  }

  async #tellStatus(): Promise<void> {
    const { dir, runtime, reader, log } = this.#parts;
    try {
      const head = await reader.head();
      const epoch = head?.epoch ?? this.#me.epoch;
      const acknowledged = this.#pump?.acknowledged ?? (this.#mark?.epoch === epoch ? this.#mark.acknowledged : 0);
      await writeLinkStatus(dir.linkStatus, {
        v: 1,
        atMs: runtime.now(),
        connected: this.#connected,
        heardMs: this.#heardMs,
        epoch,
        acknowledged,
        backlog: Math.max(0, (head?.sequence ?? 0) - acknowledged),
        fenced: this.#fenced,
        list: this.#list.held,
        refusal: this.#refusal,
      });
    } catch (cause) {
      if (!isOperating(cause)) throw cause;
      log.warn({ code: cause.code }, 'status not written');
    }
  }
}
