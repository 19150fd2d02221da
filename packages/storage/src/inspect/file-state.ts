/** What a database file is worth, asked by the one who looks after the machine. Reads only; a damaged file is an answer, not an error. */
import { isOperating, OperatingError } from '@portvakt/ports';
import type { Database } from '../database/database.ts';
import { textOf } from '../database/text-bytes.ts';
import { openFileReader } from '../file/file-database.ts';
import { checkMigrated } from '../migrate/migrate.ts';

export interface FileState {
  /** What SQLite finds wrong, at most {@link FAULTS_MAX} lines; none when the file is whole. It names tables and pages, never data. */
  readonly damage: readonly string[];
  /** Beside the migrations this program knows. `unknown` when the file is too damaged to tell. */
  readonly form: 'current' | 'older' | 'newer' | 'unknown';
}

const FAULTS_MAX = 5;
const check = `SELECT CAST(integrity_check AS BLOB) AS line FROM pragma_integrity_check(${FAULTS_MAX})`;

/** The whole file is read: seconds for a large one. `store_unavailable` where there is no file. */
export async function inspectFile(path: string, which: 'edge' | 'central'): Promise<FileState> {
  try {
    const database = await openFileReader(path);
    try {
      return { damage: await damageIn(database), form: await formOf(database, which) };
    } finally {
      await database.close();
    }
  } catch (cause) {
    if (isOperating(cause, 'store_corrupt')) return { damage: [cause.message], form: 'unknown' };
    throw cause;
  }
}

async function damageIn(database: Database): Promise<readonly string[]> {
  const lines = (await database.query(check)).map((row) => textOf(row.line));
  return lines.filter((line) => line !== 'ok');
}

async function formOf(database: Database, which: 'edge' | 'central'): Promise<FileState['form']> {
  try {
    await checkMigrated(database, which);
    return 'current';
  } catch (cause) {
    if (!(cause instanceof OperatingError)) throw cause;
    if (cause.code === 'store_newer') return 'newer';
    if (cause.code === 'store_unavailable') return 'older';
    throw cause;
  }
}
