/** The real centre on a database of its own in a temporary folder, with the wall clock in the hands of the test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ManualRuntime } from '@portvakt/ports/testing';
import { manualRuntime } from '@portvakt/ports/testing';
import type { Hono } from 'hono';
import { uuidv7 } from 'uuidv7';
import { createApp } from '../app.ts';
import type { Central } from '../central.ts';
import type { CentralConfig } from '../config.ts';
import { openCentre } from '../open-centre.ts';

export interface TestCentre {
  readonly app: Hono;
  readonly central: Central;
  readonly runtime: ManualRuntime;
  readonly config: CentralConfig;
  /** All that was logged. */
  logged(): string;
  close(): Promise<void>;
}

/** Each centre starts at the machine's own time: the sign-in library looks at nothing else. */
export function testRuntime(): ManualRuntime {
  return { ...manualRuntime(Date.now()), uuidv7 };
}

export async function testCentre(change: Partial<CentralConfig> = {}): Promise<TestCentre> {
  const folder = await mkdtemp(join(tmpdir(), 'portvakt-centre-'));
  const config: CentralConfig = {
    databaseUrl: `file:${join(folder, 'central.db')}`,
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    secret: 'a secret that only this test knows 123',
    logLevel: 'debug',
    sessionIdleMinutes: 120,
    sessionHoursMax: 12,
    behindProxy: false,
    ...change,
  };
  const opened = await anotherCentre(config);
  return {
    ...opened,
    close: async () => {
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One more instance on the same database. */
export async function anotherCentre(config: CentralConfig): Promise<TestCentre> {
  const runtime = testRuntime();
  let text = '';
  const centre = await openCentre(config, runtime, undefined, { write: (line) => void (text += line) });
  return {
    app: createApp(centre.central, centre.peers),
    central: centre.central,
    runtime,
    config,
    logged: () => text,
    close: async () => {
      centre.stop();
      await centre.close();
    },
  };
}
