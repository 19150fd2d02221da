/**
 * A process of the product, started as a person would and ended as a power supply would. It leads a process group of its own, so that
 * everything it started goes with it; whatever a test does, nothing outlives the test.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '../../../src/config.ts';
import { eventually } from './eventually.ts';

const MAIN = join(import.meta.dirname, '..', '..', '..', 'src', 'main.ts');
const STOP_WITHIN_MS = 10_000;

export interface OwnProcess {
  readonly pid: number;
  readonly running: boolean;
  /** `kill -9` to it and to all it started; resolves when none of them is left. */
  kill(): Promise<void>;
  /** Asks it to end; ends it when it does not. */
  stop(): Promise<void>;
  /** It holds its sockets and does nothing any more. */
  freeze(): void;
}

const groups = new Set<number>();
process.once('exit', () => {
  for (const group of groups) signal(-group, 'SIGKILL');
});

/** `command`: words after `portvakt`. What it says is appended to the file. */
export function startOwn(command: readonly string[], env: Readonly<Record<string, string>>, saysTo: string): OwnProcess {
  const said = openSync(saysTo, 'a', 0o600);
  const child = spawn(process.execPath, [MAIN, ...command], {
    env: childEnvironment(env),
    stdio: ['ignore', said, said],
    detached: true,
  });
  closeSync(said);
  const { pid } = child;
  if (pid === undefined) throw new Error(`portvakt ${command.join(' ')} did not start`);
  groups.add(pid);
  const gone = async () => {
    await eventually(`the end of portvakt ${command[0]}`, () => ended(child) && alive(pid).length === 0);
    groups.delete(pid);
  };
  const kill = async () => {
    signal(-pid, 'SIGKILL');
    await gone();
  };
  return {
    pid,
    get running() {
      return !ended(child);
    },
    kill,
    stop: async () => {
      if (!ended(child)) child.kill('SIGTERM');
      const late = setTimeout(() => signal(-pid, 'SIGKILL'), STOP_WITHIN_MS);
      await gone();
      clearTimeout(late);
    },
    freeze: () => signal(-pid, 'SIGSTOP'),
  };
}

/** The process among those the group leader started whose program's path ends so. */
export function childOf(leader: number, program: string): number | undefined {
  return alive(leader).find((pid) =>
    textOf(`/proc/${pid}/cmdline`)
      .split('\0')
      .some((word) => word.endsWith(program)),
  );
}

export function killOne(pid: number): Promise<unknown> {
  signal(pid, 'SIGKILL');
  return eventually(`the end of process ${pid}`, () => !isThere(pid));
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Processes of the group that run; what nobody has waited for yet is dead all the same. */
function alive(group: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.group === group && isThere(pid));
}

const isThere = (pid: number): boolean => !['Z', 'X', undefined].includes(statOf(pid)?.state);

/** proc(5): the name stands in brackets and may hold anything; state, parent and group follow. */
function statOf(pid: number): { readonly state: string; readonly group: number } | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  const [state, , group] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return state === undefined || group === undefined ? undefined : { state, group: Number(group) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error) return ''; // it ended meanwhile
    throw cause;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}
