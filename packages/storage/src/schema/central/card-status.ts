/** The card-status list of each site, version by version. Digests and words, no names. */
import { sql } from 'drizzle-orm';
import { type AnySQLiteColumn, check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { scope } from '../columns.ts';

export const listHead = sqliteTable(
  'list_head',
  {
    ...scope(),
    lineage: text('lineage').notNull(),
    version: integer('version').notNull(),
    checksum: text('checksum').notNull(),
    /** The version from which on every change is known: a list older than this is replaced, not patched. */
    reachesBackTo: integer('reaches_back_to').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.site] }),
    check('list_head_versions', sql`${table.version} >= 0 AND ${table.reachesBackTo} BETWEEN 0 AND ${table.version}`),
  ],
);

const isWord = (column: AnySQLiteColumn) => sql`${column} BETWEEN 0 AND 4294967295`;

/** Removed entries stay, with status 0, for as long as their lineage lives: that is how a removal reaches a list that was away. */
export const listEntry = sqliteTable(
  'list_entry',
  {
    ...scope(),
    high: integer('high').notNull(),
    low: integer('low').notNull(),
    status: integer('status').notNull(),
    holder: integer('holder').notNull(),
    version: integer('version').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.site, table.high, table.low] }),
    index('list_entry_version').on(table.owner, table.site, table.version),
    check('list_entry_words', sql`${isWord(table.high)} AND ${isWord(table.low)} AND ${isWord(table.status)} AND ${isWord(table.holder)}`),
  ],
);

/** Given out once and never again, whatever becomes of the card or the lineage. */
export const cardSlot = sqliteTable('card_slot', { ...scope(), card: text('card').notNull(), slot: integer('slot').notNull() }, (table) => [
  primaryKey({ columns: [table.owner, table.site, table.card] }),
  uniqueIndex('card_slot_slot').on(table.owner, table.site, table.slot),
  check('card_slot_word', sql`${table.slot} BETWEEN 1 AND 4294967295`),
]);
