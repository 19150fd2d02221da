/** The boxes at the sites, how they are let in, and what they are told to do. */
import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { scope } from '../columns.ts';

/** One-time codes, by their SHA-256; a code that was used is gone. */
export const enrolCode = sqliteTable(
  'enrol_code',
  { ...scope(), codeHash: text('code_hash').primaryKey(), expiresMs: integer('expires_ms').notNull() },
  (table) => [check('enrol_code_hash', sql`length(${table.codeHash}) = 64`)],
);

export const agent = sqliteTable(
  'agent',
  {
    ...scope(),
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    signingKey: text('signing_key').notNull(),
    sealingKey: text('sealing_key').notNull(),
    epoch: integer('epoch').notNull(),
    enrolledAt: text('enrolled_at').notNull(),
    lastHeardAt: text('last_heard_at'),
    status: text('status'),
  },
  (table) => [index('agent_site').on(table.site), check('agent_epoch', sql`${table.epoch} >= 0`)],
);

export const command = sqliteTable(
  'command',
  {
    ...scope(),
    id: text('id').primaryKey(),
    agent: text('agent').notNull(),
    kind: text('kind').notNull(),
    payload: text('payload').notNull(),
    signature: text('signature').notNull(),
    expiresAt: text('expires_at').notNull(),
    /** The same instant, to compare by: milliseconds since 1970 UTC. */
    expiresMs: integer('expires_ms').notNull(),
    createdAt: text('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    outcome: text('outcome'),
    outcomeAt: text('outcome_at'),
  },
  (table) => [
    index('command_pending').on(table.agent, table.expiresMs).where(sql`${table.outcome} IS NULL`),
    check('command_outcome', sql`(${table.outcome} IS NULL) = (${table.outcomeAt} IS NULL)`),
  ],
);
