/**
 * One connection to a file, with the settings that durability and erasure hang on, read back after they are set.
 *
 * The client is a pool and a PRAGMA reaches one connection of it, so the pool is one connection wide. It drops that connection and
 * makes another, without our settings, in one case only: when a rollback fails. So after every failure the settings are made and
 * read again before the next statement.
 */
import { type Client, createClient } from '@libsql/client/sqlite3';
import type { Answer, Statement } from '../database/database.ts';
import { answerOf, bound } from '../database/driver-values.ts';
import type { ThreadSetup } from './thread-call.ts';

/** Another process may hold the lock while it starts up or checkpoints; only this thread waits. */
const BUSY_TIMEOUT_MS = 5_000;
/** What the write-ahead log is cut back to after a checkpoint, bytes. */
const WAL_SIZE_MAX = 16 * 1024 * 1024;

export interface Connection {
  /** All or none, in order. A single statement is its own transaction. */
  transact(statements: readonly Statement[]): Promise<readonly Answer[]>;
  checkpoint(): Promise<void>;
  close(): void;
}

export async function openConnection({ url, role }: ThreadSetup): Promise<Connection> {
  const client = createClient({ url, concurrency: 1, intMode: 'bigint' });
  let settled = false;
  const settle = async () => {
    if (!settled) await settleConnection(client, role);
    settled = true;
  };
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    await settle();
    try {
      return await work();
    } catch (cause) {
      settled = false;
      throw cause;
    }
  };
  try {
    await settle();
  } catch (cause) {
    client.close();
    throw cause;
  }
  return {
    transact: (statements) => guarded(() => transact(client, role, statements)),
    checkpoint: () => guarded(async () => void (await client.execute('PRAGMA wal_checkpoint(TRUNCATE)'))),
    close: () => client.close(),
  };
}

async function transact(client: Client, role: ThreadSetup['role'], statements: readonly Statement[]): Promise<readonly Answer[]> {
  const [first] = statements;
  if (statements.length === 1 && first !== undefined) return [answerOf(await client.execute(bound(first)))];
  return (await client.batch(statements.map(bound), role === 'writer' ? 'write' : 'deferred')).map(answerOf);
}

/** Sets, then reads back: each of these is silently ignored by a library built without it. */
async function settleConnection(client: Client, role: ThreadSetup['role']): Promise<void> {
  const wanted: readonly (readonly [name: string, set: string, reads: string])[] = [
    ['busy_timeout', String(BUSY_TIMEOUT_MS), String(BUSY_TIMEOUT_MS)],
    ...(role === 'writer' ? ([['journal_mode', 'WAL', 'wal']] as const) : []),
    ['synchronous', 'FULL', '2'],
    ['foreign_keys', 'ON', '1'],
    ['secure_delete', 'ON', '1'],
    ['temp_store', 'MEMORY', '2'], // no temporary file with people's names on a disk
    ['journal_size_limit', String(WAL_SIZE_MAX), String(WAL_SIZE_MAX)],
    ['query_only', role === 'reader' ? 'ON' : 'OFF', role === 'reader' ? '1' : '0'],
  ];
  for (const [name, set] of wanted) await client.execute(`PRAGMA ${name} = ${set}`);
  for (const [name, , reads] of wanted) {
    const { rows } = await client.execute(`PRAGMA ${name}`);
    const found = String(rows[0]?.[0]);
    if (found !== reads) throw new Error(`the database keeps ${name} at ${found} where it must be ${reads}`);
  }
}
