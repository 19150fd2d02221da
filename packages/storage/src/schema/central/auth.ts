/**
 * Tables of the sign-in library (better-auth 1.7), which reads and writes them itself. It fills neither owner nor site: who may do
 * what where stands in `account_role`.
 */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

const scope = () => ({ owner: text('owner'), site: text('site') });
const instant = (name: string) => integer(name, { mode: 'timestamp_ms' });
const times = () => ({ createdAt: instant('created_at').notNull(), updatedAt: instant('updated_at').notNull() });

export const user = sqliteTable('user', {
  id: text('id').primaryKey(),
  ...scope(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: integer('email_verified', { mode: 'boolean' }).notNull(),
  image: text('image'),
  ...times(),
});

const ofUser = () =>
  text('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' });

export const session = sqliteTable(
  'session',
  {
    id: text('id').primaryKey(),
    ...scope(),
    expiresAt: instant('expires_at').notNull(),
    token: text('token').notNull().unique(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    userId: ofUser(),
    ...times(),
  },
  (table) => [index('session_user').on(table.userId)],
);

export const account = sqliteTable(
  'account',
  {
    id: text('id').primaryKey(),
    ...scope(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: ofUser(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    // the library's name for it, not ours: what the sign-in service granted
    scope: text('scope'),
    password: text('password'),
    ...times(),
  },
  (table) => [index('account_user').on(table.userId)],
);

export const verification = sqliteTable(
  'verification',
  {
    id: text('id').primaryKey(),
    ...scope(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    ...times(),
  },
  (table) => [index('verification_identifier').on(table.identifier)],
);

export const rateLimit = sqliteTable('rate_limit', {
  id: text('id').primaryKey(),
  ...scope(),
  key: text('key').notNull().unique(),
  count: integer('count').notNull(),
  /** Milliseconds since 1970 UTC. */
  lastRequest: integer('last_request').notNull(),
});
