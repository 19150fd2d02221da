/**
 * The log of one agent. Migrations are made from this file; the rules that SQL has no column words for (an entry continues the log,
 * an entry never changes) stand in a migration of their own, as triggers.
 */
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { factKey, isHash, scope } from '../columns.ts';

/** Whose log this is: one row. A file carried to another box is refused when it is opened. */
export const logIdentity = sqliteTable(
  'log_identity',
  { one: integer('one').primaryKey(), ...scope(), agent: text('agent').notNull() },
  (table) => [check('log_identity_one', sql`${table.one} = 1`)],
);

export const entry = sqliteTable(
  'entry',
  {
    ...scope(),
    ...factKey(),
    occurredMs: integer('occurred_ms').notNull(),
    /** JSON text, hashed as it stands. */
    envelope: text('envelope').notNull(),
    hash: text('hash').notNull(),
    /** JSON text the envelope commits to, with its salt; both erased together. */
    personal: text('personal'),
    salt: text('salt'),
  },
  (table) => [
    primaryKey({ columns: [table.epoch, table.sequence] }),
    index('entry_occurred').on(table.occurredMs),
    // what is left to erase is found without reading the log
    index('entry_personal').on(table.epoch, table.sequence).where(sql`${table.personal} IS NOT NULL`),
    check('entry_from_one', sql`${table.epoch} >= 1 AND ${table.sequence} >= 1`),
    check('entry_hash', isHash(table.hash)),
    check('entry_personal_with_salt', sql`(${table.personal} IS NULL) = (${table.salt} IS NULL)`),
  ],
);

/** Nonces of commands that were taken, so that none is taken twice, restarts included. */
export const commandSeen = sqliteTable('command_seen', {
  ...scope(),
  nonce: text('nonce').primaryKey(),
  /** Milliseconds since 1970 UTC; past it the command is refused for its age and the nonce may go. */
  expiresMs: integer('expires_ms').notNull(),
});
