/** Columns and checks that many tables share. */
import { type SQL, sql } from 'drizzle-orm';
import { type AnySQLiteColumn, integer, text } from 'drizzle-orm/sqlite-core';

/** Every table carries both, so that a second owner or site is data, never code. */
export const scope = () => ({ owner: text('owner').notNull(), site: text('site').notNull() });

/** The key of a fact: gapless within agent and epoch. */
export const factKey = () => ({
  agent: text('agent').notNull(),
  epoch: integer('epoch').notNull(),
  sequence: integer('sequence').notNull(),
});

export const isHash = (column: AnySQLiteColumn): SQL => sql`length(${column}) = 64`;

export const isOneOf = (column: AnySQLiteColumn, words: readonly string[]): SQL =>
  sql`${column} IN (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`;
