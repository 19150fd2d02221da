/** What the routes of the centre are given. */
import type { CentralStores, Runtime } from '@portvakt/ports';
import type { Logger } from 'pino';
import type { CentralConfig } from './config.ts';
import type { ChangeFeed } from './feed/change-feed.ts';
import type { Metrics } from './operations/metrics.ts';
import type { Projector } from './projection/projector.ts';
import type { SignIn } from './sign-in/sign-in.ts';

export interface Central {
  readonly config: CentralConfig;
  readonly stores: CentralStores;
  readonly runtime: Runtime;
  readonly feed: ChangeFeed;
  readonly projector: Projector;
  readonly signIn: SignIn;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Fires when the centre stops: streams end. */
  readonly stopping: AbortSignal;
}

/** Now, RFC 3339. */
export function instant(runtime: Runtime, afterMs = 0): string {
  return new Date(runtime.now() + afterMs).toISOString();
}
