/** The sign-in library's tables as drizzle knows them, under the names that library calls them by. */
import type * as tables from '../schema/central/auth.ts';

export type AuthTables = Pick<typeof tables, 'user' | 'session' | 'account' | 'verification' | 'rateLimit'>;

/** Loaded when asked for, as drizzle is. */
export async function authTables(): Promise<AuthTables> {
  const { user, session, account, verification, rateLimit } = await import('../schema/central/auth.ts');
  return { user, session, account, verification, rateLimit };
}
