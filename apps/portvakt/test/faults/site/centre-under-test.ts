/** The centre as a process on a port of its own, which stays the same when it comes back. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type CentralReader, openCentralReader } from '@portvakt/storage';
import { type CentreClient, signInAtCentre } from '../../../src/demo/centre-client.ts';
import { answers } from '../../../src/demo/wait-until.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { type OwnProcess, startOwn } from './own-process.ts';

export const ADMINISTRATOR = { name: 'Prøve', email: 'admin@proven.example', password: 'proven-and-proven' } as const;

export interface CentreUnderTest {
  readonly url: string;
  readonly port: number;
  readonly api: CentreClient;
  /** Resolves when it is ready. */
  start(): Promise<void>;
  kill(): Promise<void>;
  freeze(): void;
  close(): Promise<void>;
  /** What its database holds, read beside it. */
  read<T>(look: (stores: CentralReader) => Promise<T>): Promise<T>;
}

export async function startCentre(data: string): Promise<CentreUnderTest> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const database = join(data, 'central.db');
  const env = {
    PORTVAKT_CENTRAL_PORT: String(port),
    PORTVAKT_CENTRAL_HOST: '127.0.0.1',
    PORTVAKT_CENTRAL_PUBLIC_URL: url,
    PORTVAKT_CENTRAL_DATABASE_URL: `file:${database}`,
    PORTVAKT_CENTRAL_SECRET: randomBytes(32).toString('base64url'),
  };
  let running: OwnProcess | undefined;
  const start = async () => {
    const started = startOwn(['central'], env, join(data, 'centre.log'));
    running = started;
    await eventually('the centre being ready', async () => {
      if (!started.running) throw new Error('the centre ended at its start');
      return await answers(`${url}/readyz`);
    });
  };
  await start();
  return {
    url,
    port,
    api: await signInAtCentre(url, ADMINISTRATOR),
    start,
    kill: async () => running?.kill(),
    freeze: () => running?.freeze(),
    close: async () => running?.kill(),
    read: async (look) => {
      const stores = await openCentralReader(database);
      try {
        return await look(stores);
      } finally {
        await stores.close();
      }
    },
  };
}
