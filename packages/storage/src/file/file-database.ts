/**
 * A database in a file of this machine: one writer thread, and a reader thread of its own so that a long read holds up no commit.
 *
 * The threads exist because the driver works synchronously: a flush to the disk, or a wait for a lock, would stop everything else
 * the process does.
 */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { OperatingError } from '@portvakt/ports';
import type { Database, Statement } from '../database/database.ts';
import { rowsOf } from '../database/database.ts';
import { checkStatements } from '../database/statements.ts';
import { type DatabaseThread, startThread } from './database-thread.ts';
import { ensurePrivateFile } from './private-file.ts';

export interface FileOptions {
  /** Make the file when there is none. */
  readonly create: boolean;
  /** `own`: a second thread, started with the first read. `shared`: the writer's, where memory counts and reads are few. */
  readonly reads: 'own' | 'shared';
}

export async function openFileDatabase(path: string, { create, reads }: FileOptions): Promise<Database> {
  ensurePrivateFile(path, create);
  const url = pathToFileURL(path).href;
  const writer = await startThread({ url, role: 'writer' });
  return databaseOver(writer, reads === 'shared' ? () => Promise.resolve(writer) : () => startThread({ url, role: 'reader' }));
}

/** For another process than the one that writes; never writes, never makes a file. */
export async function openFileReader(path: string): Promise<Database> {
  if (!existsSync(path)) throw new OperatingError('store_unavailable', 'there is no database file at the given place');
  const reader = await startThread({ url: pathToFileURL(path).href, role: 'reader' });
  return databaseOver(undefined, () => Promise.resolve(reader));
}

function databaseOver(writer: DatabaseThread | undefined, startReader: () => Promise<DatabaseThread>): Database {
  let started: Promise<DatabaseThread> | undefined;
  const reader = () => {
    started ??= startReader().catch((cause: unknown) => {
      started = undefined; // the next read tries again
      throw cause;
    });
    return started;
  };
  const forWriting = (): DatabaseThread => {
    if (writer === undefined) throw new TypeError('a reader was asked to write');
    return writer;
  };
  const read = async (statements: readonly Statement[]) => {
    const bytes = checkStatements('read', statements);
    return (await reader()).call('read', statements, bytes);
  };
  return {
    query: async (sql, params = []) => rowsOf((await read([{ sql, params }]))[0]!),
    read,
    write: async (statements) => forWriting().call('write', statements, checkStatements('write', statements)),
    checkpoint: async () => forWriting().checkpoint(),
    stats: () => writer?.stats() ?? { writes: 0, commits: 0, waiting: 0, waitingBytes: 0 },
    close: async () => {
      await started?.then((thread) => thread.close());
      await writer?.close();
    },
  };
}
