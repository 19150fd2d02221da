/** Opens everything the centre is made of, in the order it needs, and closes it in the other. */

import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CentralStores, Runtime } from '@portvakt/ports';
import { authTables, type Database, drizzleOver, openCentralStores } from '@portvakt/storage';
import type { BetterAuthOptions } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import type { DestinationStream } from 'pino';
import type { Central } from './central.ts';
import type { CentralConfig } from './config.ts';
import { changeFeed } from './feed/change-feed.ts';
import { type Peers, peers } from './http/peer.ts';
import { makeLog } from './operations/log.ts';
import { makeMetrics } from './operations/metrics.ts';
import { projector } from './projection/projector.ts';
import { signInOver } from './sign-in/sign-in.ts';

export type OpenStores = CentralStores & { readonly database: Database };

export interface OpenCentre {
  readonly central: Central;
  readonly peers: Peers;
  /** Ends streams and timers; requests under way go on. */
  stop(): void;
  /** Closes the database. */
  close(): Promise<void>;
}

/** A file's folder is made where it is not there yet. */
async function openHere(url: string): Promise<OpenStores> {
  if (url.startsWith('file:')) await mkdir(dirname(url.slice('file:'.length)), { recursive: true, mode: 0o700 });
  return openCentralStores(url, { create: true });
}

export async function openCentre(
  config: CentralConfig,
  runtime: Runtime,
  opened?: OpenStores,
  logTo?: DestinationStream,
): Promise<OpenCentre> {
  const log = makeLog(config, logTo);
  const failed = (error: unknown) => log.error({ err: error }, 'work in the background failed');
  const stores = opened ?? (await openHere(config.databaseUrl));
  const stopping = new AbortController();
  const from = peers(config.behindProxy);
  const feed = changeFeed(stores.changes, runtime, failed);
  const lists = projector(stores, feed, runtime, failed);
  try {
    await feed.start();
    await lists.start();
  } catch (cause) {
    await stores.close();
    throw cause;
  }
  const publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
  const signIn = signInOver({
    database: await authDatabase(stores.database),
    stores,
    config,
    publicUrl,
    runtime,
    addressOf: from.addressOf,
  });
  const central: Central = {
    config,
    stores,
    runtime,
    feed,
    projector: lists,
    signIn,
    metrics: makeMetrics(),
    log,
    stopping: stopping.signal,
  };
  return {
    central,
    peers: from,
    stop: () => {
      stopping.abort();
      lists.stop();
      feed.stop();
    },
    close: () => stores.close(),
  };
}

async function authDatabase(database: Database): Promise<NonNullable<BetterAuthOptions['database']>> {
  const schema = await authTables();
  return drizzleAdapter(await drizzleOver(database, schema), { provider: 'sqlite', schema, transaction: false });
}
