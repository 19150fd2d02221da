/** The edge's log on disk: the one writer in the gate process, and readers in the others. */
import { type EntryReader, type EntryStore, OperatingError } from '@portvakt/ports';
import type { Database, DatabaseStats } from '../database/database.ts';
import { openFileDatabase, openFileReader } from '../file/file-database.ts';
import { checkMigrated, migrate } from '../migrate/migrate.ts';
import { appendStatement, type LogIdentity } from './entry-append.ts';
import { entryReads } from './entry-reads.ts';
import { type SeenNonces, seenNonces } from './seen-nonces.ts';

export interface FileEntryStore extends EntryStore, EntryReader {
  /**
   * Erases personal part and salt of every entry of the epoch before a sequence; envelope, hash and chain stay. Gone from the file
   * and from the write-ahead log when it resolves. Answers how many entries had one.
   */
  erasePersonal(end: { readonly epoch: number; readonly beforeSequence: number }): Promise<number>;
  readonly nonces: SeenNonces;
  stats(): DatabaseStats;
}

const claim = 'INSERT INTO log_identity (one, owner, site, agent) VALUES (1, ?, ?, ?) ON CONFLICT (one) DO NOTHING';
const whose = 'SELECT count(*) AS ours FROM log_identity WHERE owner = ? AND site = ? AND agent = ?';
const erase = 'UPDATE entry SET personal = NULL, salt = NULL WHERE epoch = ? AND sequence < ? AND personal IS NOT NULL';

/** Opens the log, making it when there is none. The path is a file's; its folder must be there. */
export async function openEntryStore(path: string, identity: LogIdentity): Promise<FileEntryStore> {
  const database = await openFileDatabase(path, { create: true, reads: 'shared' });
  try {
    await checkWhole(database);
    await migrate(database, 'edge');
    await claimLog(database, identity);
  } catch (cause) {
    await database.close();
    throw cause;
  }
  return {
    ...entryReads(database),
    append: async (entries) => {
      if (entries.length > 0) await database.write([appendStatement(identity, entries)]);
    },
    erasePersonal: async ({ epoch, beforeSequence }) => {
      const [answer] = await database.write([{ sql: erase, params: [epoch, beforeSequence] }]);
      await database.checkpoint();
      return answer!.changes;
    },
    nonces: seenNonces(database, identity),
    stats: () => database.stats(),
    close: () => database.close(),
  };
}

/** Opens a log that another process writes. `store_unavailable` until that process has made it. */
export async function openEntryReader(path: string): Promise<EntryReader> {
  const database = await openFileReader(path);
  try {
    await checkMigrated(database, 'edge');
  } catch (cause) {
    await database.close();
    throw cause;
  }
  return { ...entryReads(database), close: () => database.close() };
}

/** Damage is found before anything is built on it: at the gate a late surprise is a stopped gate. */
async function checkWhole(database: Database): Promise<void> {
  const rows = await database.query(`SELECT count(*) AS faults FROM pragma_quick_check(1) WHERE quick_check <> 'ok'`);
  if (rows[0]?.faults !== 0) throw new OperatingError('store_corrupt', 'the log is damaged; put it aside and start a new epoch');
}

async function claimLog(database: Database, { owner, site, agent }: LogIdentity): Promise<void> {
  await database.write([{ sql: claim, params: [owner, site, agent] }]);
  const rows = await database.query(whose, [owner, site, agent]);
  if (rows[0]?.ours !== 1) throw new OperatingError('store_conflict', 'the log belongs to another agent or site');
}
