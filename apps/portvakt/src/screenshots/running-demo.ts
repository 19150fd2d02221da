/** The demo as a user starts it, in a folder of its own that is gone with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '../config.ts';
import { demoPorts } from '../demo/ports.ts';
import { freeDemoPort } from './free-port.ts';

export interface DemoAddresses {
  /** Origin of the centre's pages. */
  readonly centre: string;
  /** Origin of the pages that the site's own box serves. */
  readonly box: string;
  /** Folder of its data. */
  readonly data: string;
  /** The process of the centre, for whoever wants to see what goes on without it. */
  readonly centrePid: number;
}

export interface RunningDemo extends DemoAddresses {
  stop(): Promise<void>;
}

/** Also on a machine that does much else. */
const READY_WITHIN_MS = 120_000;

export async function startDemo(speed: number): Promise<RunningDemo> {
  const port = await freeDemoPort();
  const data = mkdtempSync(join(tmpdir(), 'portvakt-demo-'));
  const program = spawn(process.execPath, [join(import.meta.dirname, '..', 'main.ts'), 'demo', '--speed', String(speed)], {
    env: childEnvironment({ PORT: String(port), PORTVAKT_DATA: data }),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(program, 'exit');
  const stop = async () => {
    if (program.exitCode === null) program.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const centrePid = await new Promise<number>((resolve, reject) => {
      let said = '';
      const giveUp = (why: string) => reject(new Error(`the demo ${why}; it said:\n${said}`));
      const timer = setTimeout(() => giveUp(`was not ready within ${READY_WITHIN_MS / 1_000} s`), READY_WITHIN_MS);
      program.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const pid = /: kill (?:-9 )?(\d+) /.exec(said)?.[1];
        if (pid === undefined) return;
        clearTimeout(timer);
        resolve(Number(pid));
      });
      void ended.then(() => giveUp('ended'));
    });
    const ports = demoPorts(port);
    return { centre: `http://localhost:${ports.centre}`, box: `http://localhost:${ports.pages}`, data, centrePid, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}
