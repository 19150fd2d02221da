/**
 * How often someone may try to sign in. Attempts are rows in the database, so the limit holds for all instances together and over a restart.
 *
 * The attempt is written down before the password is looked at: a burst of tries cannot slip past the count. Names are hashed.
 */
import { createHash } from 'node:crypto';
import type { Runtime } from '@portvakt/ports';
import type { Auth } from './auth.ts';

export const WINDOW_MS = 60_000;
/** Tries a minute for one account, and from one address. */
export const TRIES_MAX = { account: 5, address: 30 } as const;

const PREFIX = 'sign-in:';

export interface SignInAttempts {
  /** Notes a try; false when there were too many. */
  allow(email: string, address: string): Promise<boolean>;
  /** After a sign-in that worked. */
  forget(email: string): Promise<void>;
}

export function signInAttempts(auth: Auth, runtime: Runtime): SignInAttempts {
  const model = 'verification';
  const note = async (kind: keyof typeof TRIES_MAX, name: string): Promise<boolean> => {
    const { adapter } = await auth.$context;
    const now = new Date(runtime.now());
    const identifier = identifierOf(kind, name);
    const tries = () =>
      adapter.count({
        model,
        where: [
          { field: 'identifier', value: identifier },
          { field: 'expiresAt', operator: 'gt', value: now },
        ],
      });
    if ((await tries()) >= TRIES_MAX[kind]) return false; // a flood writes no more rows than it is allowed tries
    const expiresAt = new Date(runtime.now() + WINDOW_MS);
    await adapter.create({ model, data: { identifier, value: '', expiresAt, createdAt: now, updatedAt: now } });
    if ((await tries()) > TRIES_MAX[kind]) return false;
    await adapter.deleteMany({
      model,
      where: [
        { field: 'identifier', operator: 'starts_with', value: PREFIX },
        { field: 'expiresAt', operator: 'lte', value: now },
      ],
    });
    return true;
  };
  return {
    allow: async (email, address) => {
      const [account, from] = [await note('account', email.toLowerCase()), await note('address', address)];
      return account && from;
    },
    forget: async (email) => {
      const { adapter } = await auth.$context;
      await adapter.deleteMany({ model, where: [{ field: 'identifier', value: identifierOf('account', email.toLowerCase()) }] });
    },
  };
}

function identifierOf(kind: string, name: string): string {
  return `${PREFIX}${kind}:${createHash('sha256').update(name).digest('hex')}`;
}
