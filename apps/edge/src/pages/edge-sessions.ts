/**
 * Signing in at the site's own pages, with the centre alive or dead: against the accounts that came down signed, until those are too
 * old. A session is a token of 256 random bits; only its hash is kept.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Runtime, Sessions, SignedIn } from '@portvakt/ports';
import { verifyPassword } from 'better-auth/crypto';
import { z } from 'zod';
import { readIfThere, writeAtomically } from '../state/atomic-file.ts';
import { type Identity, jsonOf } from '../state/identity.ts';
import type { OpenedAccounts } from './papers.ts';

const COOKIE = 'portvakt_site';
const IDLE_MS = 12 * 3_600_000;
const SESSIONS_MAX = 1_000;
/** Wrong tries for one address in one minute; then it waits. */
const TRIES_MAX = 5;
const TRIES_WITHIN_MS = 60_000;
/** Addresses whose tries are remembered. */
const TRIED_MAX = 10_000;
/** A hash to compare with when there is no such account, so that the answer takes as long. */
const NOBODY = '00000000000000000000000000000000:0000000000000000';

const kept = z.array(z.object({ hash: z.string(), account: z.string(), lastMs: z.number() }));

export interface EdgeSessions extends Sessions {
  /** Brings back the sessions of the run before. */
  load(): Promise<void>;
}

export function edgeSessions(path: string, me: Identity, runtime: Runtime, accounts: () => OpenedAccounts | undefined): EdgeSessions {
  const sessions = new Map<string, { account: string; lastMs: number }>();
  const tries = new Map<string, { count: number; sinceMs: number }>();
  let saving: Promise<void> = Promise.resolve();

  const save = () => {
    const text = JSON.stringify([...sessions].map(([hash, s]) => ({ hash, ...s })));
    saving = saving.then(() => writeAtomically(path, text, { durable: false }));
    return saving;
  };
  const holds = () => {
    const list = accounts();
    return list !== undefined && runtime.now() <= list.validUntilMs ? list : undefined;
  };
  const signedIn = (account: string): SignedIn | undefined => {
    const own = holds()?.accounts.filter((a) => a.account === account) ?? [];
    const [first] = own;
    return first && { account, name: first.name, roles: own.map(({ role }) => ({ owner: me.owner, site: me.site, role })) };
  };
  const tooMany = (email: string) => {
    const tried = tries.get(email);
    return tried !== undefined && runtime.monotonicMs() - tried.sinceMs < TRIES_WITHIN_MS && tried.count >= TRIES_MAX;
  };
  const noteTry = (email: string) => {
    const nowMs = runtime.monotonicMs();
    const tried = tries.get(email);
    if (tries.size >= TRIED_MAX) tries.clear();
    tries.set(
      email,
      tried !== undefined && nowMs - tried.sinceMs < TRIES_WITHIN_MS ? { ...tried, count: tried.count + 1 } : { count: 1, sinceMs: nowMs },
    );
  };

  return {
    load: async () => {
      const bytes = await readIfThere(path);
      for (const { hash, ...session } of (bytes && kept.safeParse(jsonOf(bytes)).data) ?? []) sessions.set(hash, session);
    },
    read: async (request) => {
      const token = cookieOf(request);
      const session = token === undefined ? undefined : sessions.get(hashOf(token));
      if (token === undefined || session === undefined) return undefined;
      if (runtime.now() - session.lastMs > IDLE_MS) {
        sessions.delete(hashOf(token));
        return undefined;
      }
      session.lastMs = runtime.now();
      return signedIn(session.account);
    },
    signIn: async (request, email, password) => {
      const address = email.trim().toLowerCase();
      if (tooMany(address)) return { ok: false, reason: 'too_many' };
      noteTry(address);
      const list = holds();
      if (list === undefined) return { ok: false, reason: 'accounts_too_old' };
      const found = list.accounts.find((a) => a.email.toLowerCase() === address);
      const right = await verifyPassword({ hash: found?.passwordHash ?? NOBODY, password });
      const who = found && signedIn(found.account);
      if (!right || found === undefined || who === undefined) return { ok: false, reason: 'wrong' };
      tries.delete(address);
      const token = randomBytes(32).toString('base64url');
      if (sessions.size >= SESSIONS_MAX) sessions.delete(sessions.keys().next().value ?? '');
      sessions.set(hashOf(token), { account: found.account, lastMs: runtime.now() });
      await save();
      return { ok: true, who, cookies: [cookie(request, token, IDLE_MS / 1_000)] };
    },
    signOut: async (request) => {
      const token = cookieOf(request);
      if (token !== undefined && sessions.delete(hashOf(token))) await save();
      return [cookie(request, '', 0)];
    },
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function cookieOf(request: Request): string | undefined {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

function cookie(request: Request, value: string, maxAgeS: number): string {
  const secure = new URL(request.url).protocol === 'https:' ? '; Secure' : '';
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeS}${secure}`;
}
