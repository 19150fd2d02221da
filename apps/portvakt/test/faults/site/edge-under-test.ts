/** The box at the site as a process tree: started, watched through its own files, and ended in every way there is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EntryReader, isOperating } from '@portvakt/ports';
import { openEntryReader } from '@portvakt/storage';
import { isTap, type ReadEntry, readEntry, type TapEntry } from '../../../src/compare/read/read-entry.ts';
import { answers } from '../../../src/demo/wait-until.ts';
import { eventually } from './eventually.ts';
import { childOf, killOne, type OwnProcess, startOwn } from './own-process.ts';

export type ChildName = 'gate' | 'link' | 'pages';

/** Of `gate.json`, what tests look at. */
export interface GateSays {
  readonly atMs: number;
  readonly boot: string;
  readonly waiting: number;
  readonly clock: string;
  readonly sequence: number;
  readonly list: { readonly version: number } | null;
  readonly siteVersion: number | null;
  readonly tallies: { readonly faults: Readonly<Record<string, number>>; readonly decisions: Readonly<Record<string, number>> };
}

export interface LinkSays {
  readonly connected: boolean;
  readonly acknowledged: number;
  readonly backlog: number;
}

export interface EdgeUnderTest {
  readonly folder: string;
  readonly pagesUrl: string;
  /** Starts it; resolves when it is {@link ready}. `more`: settings beside its own. */
  start(more?: Readonly<Record<string, string>>): Promise<void>;
  /** Resolves when every line of the site is open and a list is in force; `list: false`: also without one. */
  ready(of?: { readonly list?: boolean }): Promise<void>;
  /** Everything at once, without a word. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  killChild(name: ChildName): Promise<void>;
  pidOf(name: ChildName): number | undefined;
  /** The whole log, as far as it is on the disk now. */
  entries(): Promise<readonly ReadEntry[]>;
  taps(): Promise<readonly TapEntry[]>;
  /** Alarms with this code. */
  alarms(code: string): Promise<number>;
  gate(): GateSays | undefined;
  link(): LinkSays | undefined;
  /** Everything its processes said. */
  said(): string;
}

export interface EdgePlan {
  readonly folder: string;
  readonly pagesPort: number;
  readonly env: Readonly<Record<string, string>>;
  /** Readers and gates of which each must be online. */
  readonly lines: readonly string[];
  readonly saysTo: string;
}

const PAGE = 500;

export function edgeUnderTest({ folder, pagesPort, env, lines, saysTo }: EdgePlan): EdgeUnderTest {
  const pagesUrl = `http://127.0.0.1:${pagesPort}`;
  let running: OwnProcess | undefined;
  let endedBoot: string | undefined;
  let log = logReader(join(folder, 'log.db'));

  const gate = () => fileOf<GateSays>(join(folder, 'gate.json'));
  const bootOf = (entries: readonly ReadEntry[]) => entries.findLast(({ envelope }) => envelope?.kind === 'start')?.envelope?.boot;
  const noteBoot = async () => {
    endedBoot = bootOf(await log.entries());
  };
  const isReady = async (needsList: boolean): Promise<boolean> => {
    if (running?.running === false) throw new Error('the box ended');
    const says = gate();
    if (says === undefined || says.siteVersion === null || says.boot === endedBoot || (needsList && says.list === null)) return false;
    const entries = await log.entries();
    if (bootOf(entries) !== says.boot) return false;
    const online = new Map<string, boolean>();
    for (const { envelope } of entries) {
      if (envelope?.boot !== says.boot) continue;
      if (envelope.kind === 'reader_state') online.set(envelope.reader, envelope.state === 'online');
      if (envelope.kind === 'gate_state') online.set(envelope.gate, envelope.state === 'online');
    }
    return lines.every((line) => online.get(line) === true) && (await answers(`${pagesUrl}/healthz`));
  };
  const ready: EdgeUnderTest['ready'] = async ({ list = true } = {}) => {
    await eventually(
      'the box being ready',
      () => isReady(list),
      30_000,
      () => `gate.json: ${JSON.stringify(gate())}\n${tail(saysTo)}`,
    );
  };
  const pidOf = (name: ChildName) => (running === undefined ? undefined : childOf(running.pid, `${name}/main.ts`));
  const end = async (how: 'kill' | 'stop') => {
    await running?.[how]();
    await noteBoot();
    await log.close();
    log = logReader(join(folder, 'log.db'));
  };

  return {
    folder,
    pagesUrl,
    start: async (more = {}) => {
      running = startOwn(['edge'], { ...env, ...more }, saysTo);
      await ready();
    },
    ready,
    kill: () => end('kill'),
    stop: () => end('stop'),
    killChild: async (name) => {
      const pid = pidOf(name);
      if (pid === undefined) throw new Error(`there is no ${name} process`);
      await killOne(pid);
      if (name === 'gate') await noteBoot();
    },
    pidOf,
    entries: () => log.entries(),
    taps: async () => (await log.entries()).filter(isTap),
    alarms: async (code) => (await log.entries()).filter(({ envelope }) => envelope?.kind === 'alarm' && envelope.code === code).length,
    gate,
    link: () => fileOf<LinkSays>(join(folder, 'link.json')),
    said: () => readFileSync(saysTo, 'utf8'),
  };
}

/** Keeps what it has read: a log is only ever appended to. */
function logReader(path: string) {
  const entries: ReadEntry[] = [];
  const after = new Map<number, number>();
  let reader: Promise<EntryReader> | undefined;
  let reading: Promise<void> = Promise.resolve();
  const more = async () => {
    try {
      reader ??= openEntryReader(path);
      const open = await reader;
      for (const epoch of (await open.epochs()).toSorted((a, b) => a - b)) {
        for (let page: readonly unknown[] = [0]; page.length > 0; ) {
          const read = await open.read(epoch, after.get(epoch) ?? 0, PAGE);
          for (const entry of read) entries.push(readEntry('agt_', entry));
          after.set(epoch, read.at(-1)?.sequence ?? after.get(epoch) ?? 0);
          page = read;
        }
      }
    } catch (cause) {
      if (!isOperating(cause)) throw cause;
      reader = undefined; // not made yet, or busy with a restart
    }
  };
  return {
    entries: async (): Promise<readonly ReadEntry[]> => {
      reading = reading.then(more);
      await reading;
      return entries;
    },
    close: async () => {
      await reading;
      await (await reader)?.close();
    },
  };
}

function fileOf<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T; // the box writes it whole, and checks its shape itself
  } catch (cause) {
    if (cause instanceof Error) return undefined;
    throw cause;
  }
}

const tail = (path: string): string => readFileSync(path, 'utf8').split('\n').slice(-15).join('\n');
