/**
 * drizzle over our own door, for libraries that speak drizzle (the sign-in library does): their statements are checked, queued and
 * committed like all others. Transactions held open between statements are refused: such a library runs without them.
 *
 * drizzle is loaded when it is asked for: it takes most of a second and 200 MB to import from source.
 */
import type { SqliteRemoteDatabase } from 'drizzle-orm/sqlite-proxy';
import type { Answer, Database, SqlValue } from '../database/database.ts';
import { readSqlText } from '../database/sql-text.ts';

export async function drizzleOver<Schema extends Record<string, unknown>>(
  database: Database,
  schema: Schema,
): Promise<SqliteRemoteDatabase<Schema>> {
  const { drizzle } = await import('drizzle-orm/sqlite-proxy');
  return drizzle(
    async (sql, params, method) => {
      const statement = { sql, params: params as SqlValue[] }; // not known to be: `read` and `write` look at every one
      const [answer] = await (readSqlText(sql).kind === 'read' ? database.read([statement]) : database.write([statement]));
      return proxied(answer!, method);
    },
    { schema },
  );
}

/** As sqlite-proxy wants it: `get` takes the one row itself. Counts stand under the names that adapters look for. */
function proxied({ rows, changes }: Answer, method: 'run' | 'all' | 'values' | 'get') {
  // with no row, drizzle's `get` tests for what its own type does not admit
  const told = (method === 'get' ? rows[0] : rows) as SqlValue[];
  return { rows: told, changes, rowsAffected: changes };
}
