/** All about who people are, in one hand. */

import type { CentralStores, Runtime, Sessions } from '@portvakt/ports';
import type { BetterAuthOptions } from 'better-auth';
import type { CentralConfig } from '../config.ts';
import { type Accounts, accounts } from './accounts.ts';
import { type ApiKeys, apiKeys } from './api-keys.ts';
import { makeAuth } from './auth.ts';
import { centralSessions } from './central-sessions.ts';
import { type FirstRun, firstRun } from './first-run.ts';
import { signInAttempts } from './sign-in-attempts.ts';

export interface SignIn extends Pick<Accounts, 'credentials'> {
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly keys: ApiKeys;
  readonly firstRun: FirstRun;
}

export interface SignInDeps {
  readonly database: NonNullable<BetterAuthOptions['database']>;
  readonly stores: CentralStores;
  readonly config: Pick<CentralConfig, 'secret' | 'sessionHoursMax' | 'sessionIdleMinutes'>;
  readonly publicUrl: string;
  readonly runtime: Runtime;
  addressOf(request: Request): string;
}

export function signInOver({ database, stores, config, publicUrl, runtime, addressOf }: SignInDeps): SignIn {
  const auth = makeAuth(database, config, publicUrl, runtime);
  const people = accounts(auth);
  const keys = apiKeys(auth, runtime);
  const idleMs = config.sessionIdleMinutes * 60_000;
  const sessions = centralSessions({
    auth,
    keys,
    attempts: signInAttempts(auth, runtime),
    roles: stores.roles,
    runtime,
    idleMs,
    addressOf,
  });
  return { sessions, accounts: people, keys, firstRun: firstRun(auth, people, stores.sites, runtime), credentials: people.credentials };
}
