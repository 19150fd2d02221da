/**
 * A database on a libSQL server, over HTTP. Every call is one request that the server runs as one transaction; nothing is held open
 * between requests, so a lost connection leaves nothing behind.
 *
 * What the server does for durability is the server's: synchronous and secure_delete are its settings, not ours.
 */
import { type Client, createClient } from '@libsql/client/http';
import { OperatingError } from '@portvakt/ports';
import { type Answer, BYTES_WAITING_MAX, CALLS_WAITING_MAX, type Database, rowsOf, type Statement } from '../database/database.ts';
import { faultFrom } from '../database/driver-fault.ts';
import { answerOf, bound } from '../database/driver-values.ts';
import { checkStatements } from '../database/statements.ts';

export async function openRemoteDatabase(url: string, authToken: string | undefined): Promise<Database> {
  const client = createClient({ url, intMode: 'bigint', ...(authToken === undefined ? {} : { authToken }) });
  const database = databaseOver(client);
  try {
    await database.query('SELECT 1');
  } catch (cause) {
    client.close();
    throw cause;
  }
  return database;
}

function databaseOver(client: Client): Database {
  let waiting = 0;
  let waitingBytes = 0;
  let writes = 0;
  let closed = false;
  const under = new Set<Promise<unknown>>();

  const send = async (purpose: 'read' | 'write', statements: readonly Statement[]): Promise<readonly Answer[]> => {
    const bytes = checkStatements(purpose, statements);
    if (closed) throw new OperatingError('store_unavailable', 'the store is closed');
    if (waiting >= CALLS_WAITING_MAX || waitingBytes + bytes > BYTES_WAITING_MAX) {
      throw new OperatingError('queue_full', `${waiting} calls are waiting for the store`);
    }
    waiting += 1;
    waitingBytes += bytes;
    const call = client.batch(statements.map(bound), purpose === 'write' ? 'write' : 'deferred');
    under.add(call);
    try {
      return (await call).map(answerOf);
    } catch (cause) {
      const { code, message } = faultFrom(cause);
      throw faulty(code, message, cause);
    } finally {
      under.delete(call);
      waiting -= 1;
      waitingBytes -= bytes;
      if (purpose === 'write') writes += 1;
    }
  };
  return {
    query: async (sql, params = []) => rowsOf((await send('read', [{ sql, params }]))[0]!),
    read: (statements) => send('read', statements),
    write: (statements) => send('write', statements),
    checkpoint: async () => undefined, // the server's own business
    stats: () => ({ writes, commits: writes, waiting, waitingBytes }),
    close: async () => {
      closed = true;
      await Promise.allSettled(under);
      client.close();
    },
  };
}

const faulty = (code: OperatingError['code'], message: string, cause: unknown) => new OperatingError(code, message, cause);
