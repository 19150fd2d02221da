/**
 * The gate log: what the agents told, and the facts drawn out of it. Apart from the register of people in every way: it has tables,
 * retention and readers of its own, and nothing of the § 15 list is made from it.
 */
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { factKey, isHash, isOneOf, scope } from '../columns.ts';

export const ledgerHead = sqliteTable(
  'ledger_head',
  { ...scope(), ...factKey(), hash: text('hash').notNull(), latestMs: integer('latest_ms').notNull() },
  (table) => [primaryKey({ columns: [table.agent, table.epoch] }), check('ledger_head_hash', isHash(table.hash))],
);

export const ledgerEntry = sqliteTable(
  'ledger_entry',
  {
    ...scope(),
    ...factKey(),
    kind: text('kind').notNull(),
    occurredMs: integer('occurred_ms').notNull(),
    envelope: text('envelope').notNull(),
    hash: text('hash').notNull(),
    personal: text('personal'),
    salt: text('salt'),
    receivedAt: text('received_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.agent, table.epoch, table.sequence] }),
    check('ledger_entry_from_one', sql`${table.epoch} >= 1 AND ${table.sequence} >= 1`),
    check('ledger_entry_hash', isHash(table.hash)),
    check('ledger_entry_personal_with_salt', sql`(${table.personal} IS NULL) = (${table.salt} IS NULL)`),
  ],
);

/** What could not be understood, as it came. */
export const quarantine = sqliteTable(
  'quarantine',
  { ...scope(), ...factKey(), raw: text('raw').notNull(), reason: text('reason').notNull(), receivedAt: text('received_at').notNull() },
  (table) => [primaryKey({ columns: [table.agent, table.epoch, table.sequence] }), index('quarantine_site').on(table.site)],
);

export const tap = sqliteTable(
  'tap',
  {
    ...scope(),
    ...factKey(),
    tap: text('tap').notNull(),
    occurredMs: integer('occurred_ms').notNull(),
    gate: text('gate').notNull(),
    reader: text('reader').notNull(),
    direction: text('direction').notNull(),
    /** JSON of the decision, notices and basis included. */
    decision: text('decision').notNull(),
    holder: text('holder'),
    card: text('card'),
    /** An unknown credential, in a box that only the centre opens. */
    sealed: text('sealed'),
  },
  (table) => [
    primaryKey({ columns: [table.agent, table.epoch, table.sequence] }),
    index('tap_site_occurred').on(table.site, table.occurredMs),
    index('tap_unmatched').on(table.site, table.occurredMs).where(sql`${table.holder} IS NULL`),
    check('tap_direction', isOneOf(table.direction, ['in', 'out'])),
  ],
);

export const passage = sqliteTable(
  'passage',
  {
    /** Order of arrival here: what a reader of the ledger remembers where it was by. */
    position: integer('position').primaryKey({ autoIncrement: true }),
    ...scope(),
    ...factKey(),
    occurredMs: integer('occurred_ms').notNull(),
    holder: text('holder'),
    card: text('card'),
    gate: text('gate').notNull(),
    portal: text('portal').notNull(),
    direction: text('direction').notNull(),
    fromZone: text('from_zone').notNull(),
    toZone: text('to_zone').notNull(),
    evidence: text('evidence').notNull(),
    told: text('told').notNull(),
    tap: text('tap'),
    receivedAt: text('received_at').notNull(),
  },
  (table) => [
    uniqueIndex('passage_fact').on(table.agent, table.epoch, table.sequence),
    index('passage_site').on(table.site),
    index('passage_site_occurred').on(table.site, table.occurredMs),
    // the last passage of each person: one step of the index a person and agent, in the order that decides
    index('passage_person').on(table.site, table.holder, table.agent, table.epoch, table.sequence).where(sql`${table.holder} IS NOT NULL`),
    check('passage_direction', isOneOf(table.direction, ['in', 'out'])),
    check('passage_evidence', isOneOf(table.evidence, ['sensed', 'inferred', 'assumed'])),
    check('passage_told', isOneOf(table.told, ['gate', 'guard'])),
  ],
);

/** Last known state of each reader, with the entry it was last told by. */
export const readerState = sqliteTable(
  'reader_state',
  {
    ...scope(),
    reader: text('reader').notNull(),
    state: text('state').notNull(),
    changedMs: integer('changed_ms').notNull(),
    lastHeardMs: integer('last_heard_ms'),
    ...factKey(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.site, table.reader] }),
    check('reader_state_state', isOneOf(table.state, ['online', 'degraded', 'offline', 'unknown'])),
  ],
);
