/**
 * The gate process: readers, decision, log, gates. It waits for nobody: what the other processes leave for it lies in files, looked at
 * when they say so and on a slow beat besides.
 */
import { holdReads, type ReadHold } from '@portvakt/firmware-bridge';
import { type Cancel, type ChannelEvent, isOperating, type Runtime } from '@portvakt/ports';
import { type PersonalPart, PROTOCOL_VERSION } from '@portvakt/protocol';
import type { FileEntryStore } from '@portvakt/storage';
import { seal } from '@portvakt/trust';
import type { Logger } from '../log.ts';
import { PROGRAM } from '../program.ts';
import { readIfThere, writeAtomically } from '../state/atomic-file.ts';
import { readConfirmed } from '../state/confirmed.ts';
import { type Identity, readIdentity } from '../state/identity.ts';
import { readRosterPlaces } from '../state/roster.ts';
import type { StateDir } from '../state/state-dir.ts';
import { watchedFile, watchedFolder } from '../state/watched-file.ts';
import { type Alarms, alarmsInto } from './alarms.ts';
import { type GuardedClock, guardedClock, SET_BACK_MS } from './clock/guarded-clock.ts';
import { type CommandPath, commandPath } from './commands/command-path.ts';
import type { GateStatus } from './gate-status.ts';
import { ListKeeper } from './list/list-in-force.ts';
import { loadListKeys } from './list/list-keys.ts';
import { Appender } from './log/appender.ts';
import { draft } from './log/draft.ts';
import { KeptLog } from './log/kept-log.ts';
import { noteKeeper } from './passage/manual-passages.ts';
import { outstandingGrants } from './passage/outstanding-grants.ts';
import { grantsLeftBehind, LOOK_BACK_ENTRIES_MAX, lookBackMs } from './passage/recover-grants.ts';
import { type TurnPath, turnPath } from './passage/turn-path.ts';
import { gateLines, type Lines, type OpenChannels } from './site/gate-lines.ts';
import { type Places, placesOf } from './site/places.ts';
import { readSite, type SiteInForce } from './site/site-in-force.ts';
import { Tallies } from './tallies.ts';
import type { RosterPlace } from './tap/judge.ts';
import { type TapPath, tapPath } from './tap/tap-path.ts';
import { unknownFlood } from './tap/unknown-flood.ts';

/** How often the files of the other processes are looked at, nudge or no nudge. */
export const LOOK_EVERY_MS = 1_000;
/** A disk that has not answered for this long: the process is no use, and says so by no longer being alive. */
export const STUCK_MAX_MS = 10_000;
export const CLOSE_WITHIN_MS = 3_000;

export interface GateParts {
  readonly dir: StateDir;
  readonly me: Identity;
  readonly runtime: Runtime;
  readonly log: Logger;
  openLog(): Promise<FileEntryStore>;
  readonly openChannels: OpenChannels;
  /** Lets others have the thread. */
  breathe(): Promise<void>;
  /** Says that the log has grown: a nudge, droppable. */
  grown(): void;
}

export class Gate {
  readonly #parts: GateParts;
  readonly #tallies = new Tallies();
  readonly #clock: GuardedClock;
  readonly #store: KeptLog;
  readonly #appender: Appender;
  readonly #alarms: Alarms;
  readonly #list: ListKeeper;
  readonly #grants = outstandingGrants<PersonalPart | null>();
  readonly #flood = unknownFlood();
  readonly #commands: CommandPath;
  readonly #notes: () => Promise<void>;
  readonly #watched;
  #site: SiteInForce | undefined;
  #places: Places | undefined;
  #lines: Lines | undefined;
  #hold: ReadHold = holdReads(0);
  #roster: ReadonlyMap<number, RosterPlace> = new Map();
  #rosterVersion = 0;
  #deleteRosterAfterMs = Number.POSITIVE_INFINITY;
  #tap: TapPath = () => this.#tallies.strayRead();
  #turn: TurnPath | undefined;
  #looking: Promise<void> = Promise.resolve();
  #cancels: Cancel[] = [];
  #lastRunMs: number | undefined;

  constructor(parts: GateParts) {
    this.#parts = parts;
    const { dir, me, runtime, log } = parts;
    this.#clock = guardedClock(runtime, (behind) =>
      this.#alarms.raise('clock_set_back', null, `${Math.round(behind / 1_000)} s behind the log`),
    );
    this.#store = new KeptLog(dir.log, () => parts.openLog(), runtime, {
      opened: () => {
        log.info('log open');
        this.#appender.wake();
      },
      failed: (cause) => log.error({ err: cause }, 'log not open'),
      putAside: (path) => log.error({ path }, 'damaged log put aside'),
    });
    this.#appender = new Appender(
      this.#store,
      { owner: me.owner, site: me.site, agent: me.agent, epoch: me.epoch, boot: runtime.bootId },
      runtime,
      {
        committed: (ms, entries, latestMs) => {
          this.#clock.sawEntry(latestMs);
          if (entries === 0) return;
          this.#tallies.committed(ms, entries);
          parts.grown();
        },
        lost: (rank) => this.#tallies.lost(rank),
        fault: (cause) => log.warn({ err: cause }, 'the log did not take a commit'),
      },
    );
    this.#alarms = alarmsInto(
      () => this.#appender,
      () => this.#clock,
      runtime,
      (code, detail) => log.warn({ code, detail }, 'alarm'),
    );
    this.#list = new ListKeeper(dir, me, parts.breathe, {
      applied: ({ lineage, version, checksum, size }) => {
        log.info({ version, cards: size }, 'list in force');
        this.#appender.append('telemetry', [draft(this.#clock.moment(), { kind: 'list', lineage, version, checksum })]);
      },
      refused: (refusal) => this.#alarms.raise('list_refused', null, refusal),
    });
    const lines = {
      open: (order: Parameters<Lines['open']>[0]) => this.#lines?.open(order),
      signal: (...told: Parameters<Lines['signal']>) => this.#lines?.signal(...told),
      identify: (reader: Parameters<Lines['identify']>[0]) => this.#lines?.identify(reader),
    };
    this.#commands = commandPath({
      runtime,
      me,
      clock: this.#clock,
      nonces: this.#store.nonces,
      appender: this.#appender,
      places: () => this.#places,
      lines,
      grants: this.#grants,
      overlay: (...block) => this.#list.overlay(...block),
      unreadable: (refusal) => log.warn({ refusal }, 'a command was no order for this box'),
    });
    this.#notes = noteKeeper(dir.inbox, { places: () => this.#places, clock: this.#clock, appender: this.#appender });
    this.#watched = {
      listKeys: watchedFolder(dir.listKeys),
      cardStatus: watchedFolder(dir.cardStatus),
      site: watchedFile(dir.siteConfig),
      roster: watchedFile(dir.roster),
      commands: watchedFile(dir.commands),
      confirmed: watchedFile(dir.confirmed),
      identity: watchedFile(dir.identity),
    };
  }

  async start(): Promise<void> {
    await this.#store.start();
    this.#lastRunMs = await this.#endOfLastRun();
    this.#appender.append('fact', [draft(this.#clock.moment(), { kind: 'start', program: PROGRAM, protocol: PROTOCOL_VERSION })]);
    await this.#list.begin();
    await this.look();
    this.#cancels = [
      this.#parts.runtime.every(LOOK_EVERY_MS, () => void this.look()),
      this.#parts.runtime.every(LOOK_EVERY_MS, () => void this.#tellStatus()),
      this.#parts.runtime.every(LOOK_EVERY_MS, () => this.#turn?.settleSilent(this.#parts.runtime.monotonicMs())),
    ];
  }

  /** Looks at what the other processes left. One look at a time; a look that was asked for meanwhile comes after. */
  look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#look())
      .catch((cause: unknown) => this.#parts.log.error({ err: cause }, 'a look at the files failed'));
    return this.#looking;
  }

  /** Whether decisions can be made: what the watchdog is fed with. */
  get alive(): boolean {
    return this.#appender.stuckMs(this.#parts.runtime.monotonicMs()) < STUCK_MAX_MS;
  }

  async close(): Promise<void> {
    for (const cancel of this.#cancels) cancel();
    await this.#looking;
    await this.#lines?.stop();
    const left = await this.#appender.close(CLOSE_WITHIN_MS);
    if (left === 'left') this.#parts.log.error({ waiting: this.#appender.depth }, 'closed with entries that are not durable');
    await this.#tellStatus();
    await this.#store.close();
  }

  async #look(): Promise<void> {
    const { dir, me } = this.#parts;
    if (await this.#watched.identity.changed()) this.#appender.beginEpoch((await readIdentity(dir.identity))?.epoch ?? 0);
    if (await this.#watched.site.changed()) await this.#takeSite();
    if (await this.#watched.roster.changed()) await this.#takeRoster();
    // both asked: a key that came explains a list that was refused for want of it
    const [keysChanged, listChanged] = [await this.#watched.listKeys.changed(), await this.#watched.cardStatus.changed()];
    if (keysChanged || listChanged) await this.#list.refresh(await loadListKeys(dir.listKeys, me));
    if (await this.#watched.confirmed.changed()) await this.#takeConfirmed();
    if (this.#clock.moment().guardedMs > this.#deleteRosterAfterMs) this.#roster = new Map();
    if (await this.#watched.commands.changed()) await this.#takeCommands();
    await this.#notes();
  }

  async #takeCommands(): Promise<void> {
    const bytes = await readIfThere(this.#parts.dir.commands);
    try {
      if (bytes !== undefined) await this.#commands.take(bytes);
    } catch (cause) {
      this.#watched.commands.again(); // the log could not remember a nonce: nothing was done, tried again until the order is too old
      throw cause;
    }
  }

  async #takeConfirmed(): Promise<void> {
    const { runtime, dir } = this.#parts;
    const confirmed = await readConfirmed(dir.confirmed);
    if (confirmed === undefined) return;
    this.#list.confirmed(confirmed);
    const agoMs = Math.max(0, runtime.now() - confirmed.comparedMs);
    this.#clock.compared(Math.abs(confirmed.clockOffByMs) <= SET_BACK_MS, runtime.monotonicMs() - agoMs);
  }

  async #takeRoster(): Promise<void> {
    const { dir, me } = this.#parts;
    const bytes = await readIfThere(dir.roster);
    const read = bytes && readRosterPlaces(bytes, me, this.#rosterVersion);
    if (typeof read === 'string') return this.#alarms.raise('roster_refused', null, read);
    this.#roster = read?.people ?? new Map();
    this.#rosterVersion = read?.version ?? this.#rosterVersion;
    this.#deleteRosterAfterMs = read?.deleteAfterMs ?? Number.POSITIVE_INFINITY;
  }

  async #takeSite(): Promise<void> {
    const { dir, me, log } = this.#parts;
    const bytes = await readIfThere(dir.siteConfig);
    if (bytes === undefined) return;
    const read = readSite(bytes, me, this.#site);
    if (typeof read === 'string') return log.error({ refusal: read }, 'site configuration refused; the one in force stays');
    const before = this.#site;
    this.#site = read;
    this.#places = placesOf(read.site);
    if (before?.site.policy.holdMs !== read.site.policy.holdMs) this.#hold = holdReads(read.site.policy.holdMs);
    this.#rewire(this.#places);
    if (JSON.stringify(before?.equipment) !== JSON.stringify(read.equipment)) await this.#reopen(read);
  }

  /** Decisions from now on are made with these places and this policy; the lines stay. */
  #rewire(places: Places): void {
    const { runtime, me } = this.#parts;
    const shared = { runtime, clock: this.#clock, appender: this.#appender, grants: this.#grants, places };
    this.#turn = turnPath(shared);
    this.#tap = tapPath({
      ...shared,
      alarms: this.#alarms,
      tallies: this.#tallies,
      flood: this.#flood,
      lines: { open: (order) => this.#lines?.open(order), signal: (...told) => this.#lines?.signal(...told) },
      repeats: (reader, credential, at) => this.#hold.see(reader, credential, at) === 'repeat',
      list: (moment) => this.#list.at(moment),
      person: (slot) => this.#roster.get(slot),
      seal: ({ technology, bits, bitLength }) =>
        seal('credential', Buffer.from(JSON.stringify({ technology, bits, bitLength }), 'utf8'), me.centre.sealingKey),
    });
  }

  async #reopen({ site, equipment }: SiteInForce): Promise<void> {
    const { log, openChannels } = this.#parts;
    let lines: Lines;
    try {
      lines = gateLines(equipment, openChannels);
    } catch (cause) {
      log.error({ err: cause }, 'the equipment cannot be wired as described; what was wired stays');
      this.#alarms.raise('decision_fault', 'site-config', 'the equipment cannot be wired as described');
      return;
    }
    await this.#lines?.stop();
    await this.#recoverGrants();
    this.#lines = lines;
    lines.start((event) => this.#hear(event));
    log.info({ gates: site.gates.length, wires: equipment.length }, 'lines started');
  }

  /** When the run before wrote last; `undefined` when there was none, or the log cannot be read yet. */
  async #endOfLastRun(): Promise<number | undefined> {
    try {
      return (await this.#store.head())?.latestMs;
    } catch (cause) {
      if (isOperating(cause)) return undefined;
      throw cause;
    }
  }

  async #recoverGrants(): Promise<void> {
    if (this.#lines !== undefined || this.#places === undefined) return; // this run knows its own
    if (this.#lastRunMs === undefined) return;
    const moment = this.#clock.moment();
    try {
      const entries = await this.#store.since(this.#lastRunMs - lookBackMs(this.#places.site.policy), LOOK_BACK_ENTRIES_MAX);
      for (const grant of grantsLeftBehind(entries, this.#places, moment)) this.#grants.grant(grant);
    } catch (cause) {
      this.#parts.log.warn({ err: cause }, 'who was let through last could not be read');
    }
  }

  #hear(event: ChannelEvent): void {
    if (event.kind === 'card') this.#tap(event.reader, event.credential, event.atMonotonicMs);
    else if (event.kind === 'turn') this.#turn?.turned(event.gate, event.direction, event.result, event.atMonotonicMs);
    else if (event.kind === 'order') this.#heardOrder(event);
    else if (event.kind === 'fault') this.#tallies.channelFault(event.fault, event.count);
    else if (event.kind !== 'tamper') this.#heardState(event);
    else if (event.active) this.#alarms.raise('tamper', event.reader, 'the reader was opened or moved');
  }

  #heardOrder({ order, outcome }: Extract<ChannelEvent, { kind: 'order' }>): void {
    this.#commands.answered(order, outcome);
    if (outcome === 'done') return;
    this.#turn?.notTaken(order);
    this.#alarms.raise('order_expired', order, `the gate did not open: ${outcome}`);
  }

  #heardState(event: Extract<ChannelEvent, { kind: 'reader_state' | 'gate_state' }>): void {
    const moment = this.#clock.moment();
    const detail = event.detail.slice(0, 120);
    if (event.kind === 'gate_state') {
      this.#appender.append('telemetry', [draft(moment, { kind: 'gate_state', gate: event.gate, state: event.state, detail })]);
      return;
    }
    const gate = this.#places?.ofReader(event.reader)?.gate.id;
    if (gate !== undefined)
      this.#appender.append('telemetry', [draft(moment, { kind: 'reader_state', reader: event.reader, gate, state: event.state, detail })]);
  }

  async #tellStatus(): Promise<void> {
    const { dir, runtime, log } = this.#parts;
    const moment = this.#clock.moment();
    const list = this.#list.at(moment);
    const status: GateStatus = {
      v: 1,
      atMs: runtime.now(),
      program: PROGRAM,
      boot: runtime.bootId,
      epoch: this.#appender.epoch,
      sequence: this.#appender.sequence,
      waiting: this.#appender.depth,
      clock: moment.trust,
      list:
        list === undefined
          ? null
          : { lineage: list.index.lineage, version: list.index.version, cards: list.index.size, ageS: list.basis.ageS },
      siteVersion: this.#site?.version ?? null,
      alarms: this.#alarms.raised,
      tallies: this.#tallies.sheet() as GateStatus['tallies'],
    };
    try {
      await writeAtomically(dir.gateStatus, JSON.stringify(status), { durable: false });
    } catch (cause) {
      log.warn({ err: cause }, 'status not written');
    }
  }
}
