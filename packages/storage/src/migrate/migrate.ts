/**
 * Brings a file up to the form this program knows, one migration a transaction, and refuses a file that is ahead of it.
 *
 * The migrations are drizzle-kit's; they are read with drizzle's own reader and applied through our own door, because drizzle's
 * way of applying them opens a transaction and leaves it open between statements.
 */
import { fileURLToPath } from 'node:url';
import { isOperating, OperatingError } from '@portvakt/ports';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Database, Statement } from '../database/database.ts';
import { textOf } from '../database/text-bytes.ts';
import { migrationsUrl } from '../places.ts';

interface Migration {
  readonly hash: string;
  readonly statements: readonly string[];
}

/** Two programs may open a new file at once: the one that comes second finds the migration made and looks again. */
const TRIES_MAX = 3;

const makeRecord = 'CREATE TABLE IF NOT EXISTS schema_migration (place INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE) STRICT';
const takePlace = 'INSERT INTO schema_migration (place, hash) VALUES (?, ?)';

export async function migrate(database: Database, which: 'edge' | 'central'): Promise<void> {
  const migrations = migrationsOf(which);
  await database.write([{ sql: makeRecord }]);
  for (let tries = 1; ; tries += 1) {
    const done = await hashesIn(database);
    refuseUnknown(done, migrations);
    try {
      for (let place = done.length; place < migrations.length; place += 1) await apply(database, migrations[place]!, place);
      return;
    } catch (cause) {
      if (!isOperating(cause, 'store_conflict') || tries === TRIES_MAX) throw cause;
    }
  }
}

/** For a reader, who changes nothing: the file must have exactly the form this program knows. */
export async function checkMigrated(database: Database, which: 'edge' | 'central'): Promise<void> {
  const migrations = migrationsOf(which);
  const made = await database.query(`SELECT count(*) AS made FROM sqlite_schema WHERE name = 'schema_migration'`);
  const done = made[0]!.made === 1 ? await hashesIn(database) : [];
  refuseUnknown(done, migrations);
  if (done.length < migrations.length)
    throw new OperatingError('store_unavailable', 'the file has not been brought up to this version yet');
}

function migrationsOf(which: 'edge' | 'central'): readonly Migration[] {
  const files = readMigrationFiles({ migrationsFolder: fileURLToPath(migrationsUrl(which)) });
  return files.map(({ hash, sql }) => ({ hash, statements: sql }));
}

async function apply(database: Database, migration: Migration, place: number): Promise<void> {
  // the place first: whoever comes second fails here, before it makes a table twice
  const statements: Statement[] = [{ sql: takePlace, params: [place, migration.hash] }, ...migration.statements.map((sql) => ({ sql }))];
  await database.write(statements);
}

async function hashesIn(database: Database): Promise<readonly string[]> {
  const rows = await database.query('SELECT CAST(hash AS BLOB) AS hash FROM schema_migration ORDER BY place');
  return rows.map((row) => textOf(row.hash));
}

function refuseUnknown(done: readonly string[], known: readonly Migration[]): void {
  if (done.every((hash, place) => known[place]?.hash === hash)) return;
  throw new OperatingError(
    'store_newer',
    'The database file was written by a newer version of Portvakt than this one. Start that version again, or put back the backup that was made before the upgrade.',
  );
}
