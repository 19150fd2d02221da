/** The demo's processes: started, watched, started again when they fall, stopped in order. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '@portvakt/ports';
import { childEnvironment } from '../config.ts';

/** How long a process has to stop by itself before it is killed. */
const STOP_WITHIN_MS = 5_000;

export interface ChildPlan {
  readonly name: string;
  /** Words after `portvakt`. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Started again this long after it fell; long enough for a person to see that the rest goes on. */
  readonly restartAfterMs: number;
}

export interface Child {
  readonly name: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

export interface ChildDeps {
  readonly runtime: Runtime;
  readonly logs: string;
  say(line: string): void;
}

export function startChild(plan: ChildPlan, deps: ChildDeps): Child {
  mkdirSync(deps.logs, { recursive: true, mode: 0o700 });
  const log = createWriteStream(join(deps.logs, `${plan.name}.log`), { flags: 'a', mode: 0o600 });
  let running: ChildProcess | undefined;
  let stopping = false;
  let cancelRestart: (() => void) | undefined;

  const start = () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'main.ts'), ...plan.command], {
      env: childEnvironment(plan.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a Ctrl-C in the terminal reaches us alone; we stop them in order
    });
    running = child;
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.on('exit', (code, signal) => {
      running = undefined;
      if (stopping) return;
      deps.say(
        `${plan.name} stopped (${signal ?? `code ${code}`}). It is started again in ${Math.round(plan.restartAfterMs / 1_000)} s; the rest goes on.`,
      );
      cancelRestart = deps.runtime.after(plan.restartAfterMs, () => {
        start();
        deps.say(`${plan.name} runs again.`);
      });
    });
  };
  start();

  return {
    name: plan.name,
    get pid() {
      return running?.pid;
    },
    stop: async () => {
      stopping = true;
      cancelRestart?.();
      const child = running;
      if (child !== undefined) await stopProcess(child, deps.runtime);
      await new Promise<void>((resolve) => log.end(resolve));
    },
  };
}

async function stopProcess(child: ChildProcess, runtime: Runtime): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const cancel = runtime.after(STOP_WITHIN_MS, () => child.kill('SIGKILL'));
  await ended;
  cancel();
}
