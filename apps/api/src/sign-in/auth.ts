/**
 * The library that keeps accounts and sessions, set for this product: e-mail and password, sessions in the database, no sign-up, no default
 * account. Its own HTTP routes are not mounted: the desk's session routes are the only way in.
 */

import { type Id, idOf } from '@portvakt/domain';
import type { Runtime } from '@portvakt/ports';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import type { CentralConfig } from '../config.ts';

export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 200;

export type Auth = ReturnType<typeof makeAuth>;

/** `publicUrl`: with https the cookie is `__Secure-` and never leaves over plain HTTP. */
export function makeAuth(
  database: NonNullable<BetterAuthOptions['database']>,
  config: Pick<CentralConfig, 'secret' | 'sessionHoursMax'>,
  publicUrl: string,
  runtime: Runtime,
) {
  const secure = publicUrl.startsWith('https:');
  return betterAuth({
    database,
    secret: config.secret,
    baseURL: publicUrl,
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
    },
    // the absolute limit; the idle one is kept by whoever reads the session
    session: { expiresIn: config.sessionHoursMax * 3_600, disableSessionRefresh: true, cookieCache: { enabled: false } },
    rateLimit: { enabled: false }, // guards the routes that are not mounted; sign-in-attempts.ts guards ours
    advanced: {
      useSecureCookies: false, // the prefix is set here, where `__Host-` can be chosen
      cookies: {
        session_token: {
          name: secure ? '__Host-portvakt' : 'portvakt',
          attributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
        },
      },
      database: {
        generateId: ({ model }) => (model === 'user' ? (idOf('account', runtime.uuidv7()) satisfies Id<'account'>) : runtime.uuidv7()),
      },
    },
  });
}
