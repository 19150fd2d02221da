/** Runs tasks of packages through turbo, whose cache skips what has not changed, and tells what each of them did. */
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { start } from './child.mjs';

export interface TaskRun {
  /** `@portvakt/domain`, or `//` for the root. */
  readonly package: string;
  readonly task: string;
  readonly cached: boolean;
  readonly seconds: number;
  readonly ok: boolean;
  /** What it printed. */
  readonly text: string;
}

export interface TurboRun {
  readonly code: number;
  readonly tasks: readonly TaskRun[];
  /** What turbo itself had to say, for when it could not begin. */
  readonly text: string;
}

interface Order {
  readonly concurrency: number;
  /** Package names; `!name` leaves one out. */
  readonly filters?: readonly string[];
  /** Runs what does not depend on a failed task too. */
  readonly goOn: boolean;
}

interface Summary {
  readonly tasks: readonly {
    readonly taskId: string;
    readonly task: string;
    readonly package: string;
    readonly logFile: string;
    readonly cache: { readonly status: string };
    readonly execution?: { readonly startTime: number; readonly endTime: number; readonly exitCode: number | null };
  }[];
}

export async function runTurbo(root: string, tasks: readonly string[], order: Order): Promise<TurboRun> {
  const { child, ended } = start(
    turboProgram(root),
    [
      'run',
      ...tasks,
      '--output-logs=none',
      '--summarize',
      `--concurrency=${order.concurrency}`,
      `--continue=${order.goOn ? 'dependencies-successful' : 'never'}`,
      ...(order.filters ?? []).map((filter) => `--filter=${filter}`),
    ],
    // what a task prints is kept and shown again: without colours
    { cwd: root, env: { ...process.env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (chunk: string) => said.push(chunk));
  const code = await ended;
  const text = said.join('');
  return { code, text, tasks: summaryIn(text).tasks.map((task) => taskRun(root, task)) };
}

/** The summary is a file that turbo leaves and names; it has been read when this returns, and is gone. */
function summaryIn(text: string): Summary {
  const file = /^Summary:\s+(\S.*)$/m.exec(text)?.[1];
  if (file === undefined || !existsSync(file)) return { tasks: [] };
  // the shape of turbo's run summary, version 1
  const summary = JSON.parse(readFileSync(file, 'utf8')) as Summary;
  rmSync(file);
  return summary;
}

function taskRun(root: string, task: Summary['tasks'][number]): TaskRun {
  const { startTime = 0, endTime = 0, exitCode = null } = task.execution ?? {};
  const log = join(root, task.logFile);
  return {
    package: task.package,
    task: task.task,
    cached: task.cache.status === 'HIT',
    seconds: (endTime - startTime) / 1000,
    ok: exitCode === 0,
    text: existsSync(log) ? readFileSync(log, 'utf8') : '',
  };
}

/** The program itself: the script that npm links to it does not pass on an interrupt. */
export function turboProgram(root: string): string {
  const turbo = realpathSync(join(root, 'node_modules', 'turbo', 'package.json'));
  const machine = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch === 'x64' ? '64' : process.arch}`;
  return createRequire(turbo).resolve(`@turbo/${machine}/bin/turbo${process.platform === 'win32' ? '.exe' : ''}`);
}
