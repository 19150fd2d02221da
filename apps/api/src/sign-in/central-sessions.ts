/**
 * Sessions at the centre. The library signs the cookie and keeps the row; revoking is deleting the row, at once, since nothing is cached.
 *
 * Two limits: the row's own end (hours, whatever happens) and idleness, kept here in the row's `updatedAt`.
 */
import type { AccountId } from '@portvakt/domain';
import type { RoleStore, Runtime, Sessions, SignedIn } from '@portvakt/ports';
import { isAPIError } from 'better-auth/api';
import type { ApiKeys } from './api-keys.ts';
import type { Auth } from './auth.ts';
import type { SignInAttempts } from './sign-in-attempts.ts';

/** A session that is used is noted this often. */
const NOTE_EVERY_MS = 60_000;

export interface SessionDeps {
  readonly auth: Auth;
  readonly keys: ApiKeys;
  readonly attempts: SignInAttempts;
  readonly roles: RoleStore;
  readonly runtime: Runtime;
  readonly idleMs: number;
  /** Where a request comes from, for counting tries. */
  addressOf(request: Request): string;
}

export function centralSessions({ auth, keys, attempts, roles, runtime, idleMs, addressOf }: SessionDeps): Sessions {
  const signedIn = async (user: { readonly id: string; readonly name: string }): Promise<SignedIn> => ({
    account: user.id,
    name: user.name,
    roles: (await roles.rolesOf(user.id as AccountId)).map(({ owner, site, role }) => ({ owner, site, role })),
  });
  return {
    read: async (request) => {
      if (request.headers.has('authorization')) return keys.read(request);
      if (!request.headers.has('cookie')) return undefined;
      const found = await auth.api.getSession({ headers: request.headers });
      if (found === null) return undefined;
      const { session, user } = found;
      const idle = runtime.now() - new Date(session.updatedAt).getTime();
      const { internalAdapter } = await auth.$context;
      if (idle > idleMs || runtime.now() > new Date(session.expiresAt).getTime()) {
        await internalAdapter.deleteSession(session.token);
        return undefined;
      }
      if (idle > NOTE_EVERY_MS) await internalAdapter.updateSession(session.token, { updatedAt: new Date(runtime.now()) });
      return signedIn(user);
    },
    signIn: async (request, email, password) => {
      if (!(await attempts.allow(email, addressOf(request)))) return { ok: false, reason: 'too_many' };
      try {
        const { headers, response } = await auth.api.signInEmail({
          body: { email, password },
          headers: new Headers(),
          returnHeaders: true,
        });
        await attempts.forget(email);
        return { ok: true, cookies: headers.getSetCookie(), who: await signedIn(response.user) };
      } catch (cause) {
        if (isAPIError(cause)) return { ok: false, reason: 'wrong' };
        throw cause;
      }
    },
    signOut: async (request) => {
      const { headers } = await auth.api.signOut({ headers: request.headers, returnHeaders: true });
      return headers.getSetCookie();
    },
  };
}
