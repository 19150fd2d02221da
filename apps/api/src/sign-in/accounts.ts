/** Accounts of people: made by someone who may, never by signing up. */
import type { AccountId } from '@portvakt/domain';
import type { Auth } from './auth.ts';

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

export interface KnownAccount {
  readonly name: string;
  readonly email: string;
  /** scrypt, in the form `better-auth/crypto` verifies. */
  readonly passwordHash: string;
}

export interface Accounts {
  none(): Promise<boolean>;
  /** `taken`: there is an account with that e-mail. */
  add(account: NewAccount): Promise<AccountId | 'taken'>;
  byEmail(email: string): Promise<AccountId | undefined>;
  endSessions(account: AccountId): Promise<void>;
  credentials(accounts: readonly AccountId[]): Promise<ReadonlyMap<AccountId, KnownAccount>>;
}

export function accounts(auth: Auth): Accounts {
  return {
    none: async () => (await (await auth.$context).internalAdapter.countTotalUsers()) === 0,
    add: async ({ email, name, password }) => {
      const { internalAdapter, password: passwords } = await auth.$context;
      if ((await internalAdapter.findUserByEmail(email.toLowerCase())) !== null) return 'taken';
      const hash = await passwords.hash(password);
      const user = await internalAdapter.createUser({ email: email.toLowerCase(), name, emailVerified: true }, {
        method: 'email-password',
      } as never);
      await internalAdapter.linkAccount({ userId: user.id, providerId: 'credential', accountId: user.id, password: hash } as never);
      return user.id as AccountId; // our own generateId made it
    },
    byEmail: async (email) =>
      (await (await auth.$context).internalAdapter.findUserByEmail(email.toLowerCase()))?.user.id as AccountId | undefined,
    endSessions: async (account) => (await auth.$context).internalAdapter.deleteUserSessions(account),
    credentials: async (ids) => {
      const { internalAdapter } = await auth.$context;
      const known = new Map<AccountId, KnownAccount>();
      for (const id of new Set(ids)) {
        const [user, account] = [await internalAdapter.findUserById(id), await internalAdapter.findCredentialAccount(id)];
        if (user !== null && account?.password) known.set(id, { name: user.name, email: user.email, passwordHash: account.password });
      }
      return known;
    },
  };
}
