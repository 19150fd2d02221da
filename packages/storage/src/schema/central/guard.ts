/**
 * A table that never holds a row. `INSERT INTO precondition SELECT 0 WHERE …` adds nothing where all is as expected, and fails its
 * check, and with it the whole transaction, where it is not: the one way to make a transaction depend on what it finds without
 * holding it open between statements. No owner and no site, for it holds nothing.
 */
import { sql } from 'drizzle-orm';
import { check, integer, sqliteTable } from 'drizzle-orm/sqlite-core';

export const precondition = sqliteTable('precondition', { held: integer('held').notNull() }, (table) => [
  check('precondition_held', sql`${table.held} = 1`),
]);
