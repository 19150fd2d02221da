import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BYTES_WAITING_MAX, CALLS_WAITING_MAX, type Database } from '../database/database.ts';
import { freshFolder } from '../testing/fresh-folder.ts';
import { openFileDatabase, openFileReader } from './file-database.ts';

const insert = 'INSERT INTO t (a) VALUES (?)';

async function withTable(path = join(freshFolder(), 'a.db')): Promise<{ readonly database: Database; readonly path: string }> {
  const database = await openFileDatabase(path, { create: true, reads: 'own' });
  await database.write([{ sql: 'CREATE TABLE t (a INTEGER UNIQUE, b TEXT) STRICT' }]);
  return { database, path };
}

describe('a database in a file', () => {
  it('keeps its settings on the very connection that writes, after failures too', async () => {
    const { database } = await withTable();
    // asked inside a write, so that the answer is the writing connection's own
    const settings = `SELECT (SELECT synchronous FROM pragma_synchronous) AS synchronous, (SELECT journal_mode FROM pragma_journal_mode) AS journal,
      (SELECT foreign_keys FROM pragma_foreign_keys) AS keys, (SELECT secure_delete FROM pragma_secure_delete) AS erases`;
    const read = async () => (await database.write([{ sql: insert, params: [null] }, { sql: settings }]))[1]!.rows[0];
    const right = [2, 'wal', 1, 1];
    expect(await read()).toEqual(right);
    await expect(
      database.write([
        { sql: insert, params: [1] },
        { sql: insert, params: [1] },
      ]),
    ).rejects.toMatchObject({ code: 'store_conflict' });
    await expect(database.write([{ sql: 'INSERT INTO missing VALUES (1)' }])).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await read()).toEqual(right);
    expect((await database.query('SELECT synchronous FROM pragma_synchronous'))[0]).toEqual({ synchronous: 2 });
    await database.close();
  });

  it('commits calls that wait together, and fails each for itself', async () => {
    const { database } = await withTable();
    const before = database.stats();
    const values = [1, 2, 2, 3, 1, 4];
    const ends = await Promise.allSettled(
      values.map((value) =>
        database.write([
          { sql: insert, params: [value] },
          { sql: insert, params: [value + 100] },
        ]),
      ),
    );
    expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect((await database.query('SELECT a FROM t ORDER BY a')).map((row) => row.a)).toEqual([1, 2, 3, 4, 101, 102, 103, 104]);

    const many = 500;
    await Promise.all(Array.from({ length: many }, (_, i) => database.write([{ sql: insert, params: [1_000 + i] }])));
    const after = database.stats();
    expect(after.writes - before.writes).toBe(values.length + many);
    expect(after.commits - before.commits).toBeLessThan(many / 10);
    await database.close();
  });

  it('keeps the order of calls', async () => {
    const { database } = await withTable();
    await Promise.all(
      Array.from({ length: 300 }, (_, i) => database.write([{ sql: 'INSERT INTO t (a, b) SELECT ?, count(*) FROM t', params: [i] }])),
    );
    const rows = await database.query('SELECT a, b FROM t ORDER BY a');
    expect(rows.every((row) => String(row.a) === row.b)).toBe(true);
    await database.close();
  });

  it('answers a write that returns rows, and several reads of one moment', async () => {
    const { database } = await withTable();
    const [answer] = await database.write([{ sql: 'INSERT INTO t (a, b) VALUES (?, ?) RETURNING b, a', params: [7, 'å'] }]);
    expect(answer).toMatchObject({ columns: ['b', 'a'], rows: [['å', 7]] });
    expect((await database.read([{ sql: 'SELECT 1 AS x, 2 AS x' }, { sql: 'SELECT count(*) FROM t' }])).map((a) => a.rows)).toEqual([
      [[1, 2]],
      [[1]],
    ]);
    await database.close();
  });

  it('takes no settings, no transactions of a caller, and no write dressed as a read', async () => {
    const { database } = await withTable();
    for (const sql of ['PRAGMA synchronous = OFF', 'BEGIN', 'COMMIT', 'SAVEPOINT a', 'VACUUM', "ATTACH 'x' AS y"]) {
      await expect(database.write([{ sql }])).rejects.toThrow(TypeError);
    }
    await expect(database.query('DELETE FROM t')).rejects.toThrow(TypeError);
    await expect(database.write([])).rejects.toThrow(TypeError);
    await database.close();
  });

  it('says when too much is waiting, and takes more once that is done', async () => {
    const { database } = await withTable();
    const waiting = Array.from({ length: CALLS_WAITING_MAX }, () => database.write([{ sql: insert, params: [null] }]));
    await expect(database.write([{ sql: insert, params: [null] }])).rejects.toMatchObject({ code: 'queue_full' });
    await Promise.all(waiting);
    const large = [{ sql: 'INSERT INTO t (b) VALUES (?)', params: ['x'.repeat(BYTES_WAITING_MAX / 2)] }];
    const half = database.write(large);
    await expect(database.write(large)).rejects.toMatchObject({ code: 'queue_full' });
    await half;
    await expect(database.write([...large, ...large])).rejects.toMatchObject({ code: 'value_refused' });
    await database.write([{ sql: insert, params: [null] }]);
    expect(database.stats()).toMatchObject({ waiting: 0, waitingBytes: 0 });
    await database.close();
  });

  it('finishes what waits when it is closed, leaves no log behind, and takes no more', async () => {
    const { database, path } = await withTable();
    const waiting = Array.from({ length: 200 }, (_, i) => database.write([{ sql: insert, params: [i] }]));
    await database.close();
    await Promise.all(waiting);
    await expect(database.write([{ sql: insert, params: [null] }])).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(statSync(`${path}-wal`, { throwIfNoEntry: false })).toBeUndefined();
    const again = await openFileDatabase(path, { create: false, reads: 'own' });
    expect(await again.query('SELECT count(*) AS n FROM t')).toEqual([{ n: 200 }]);
    await again.close();
    await again.close();
  });

  it('is its owner’s alone, the write-ahead log and its index too', async () => {
    const { database, path } = await withTable();
    await database.write([{ sql: insert, params: [1] }]);
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    await database.close();
  });

  it('tells a missing file, a damaged one and one it may not use', async () => {
    const folder = freshFolder();
    const missing = join(folder, 'missing.db');
    await expect(openFileDatabase(missing, { create: false, reads: 'own' })).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(openFileReader(missing)).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(statSync(missing, { throwIfNoEntry: false })).toBeUndefined();
    await expect(openFileDatabase(join(folder, 'no', 'folder.db'), { create: true, reads: 'own' })).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    const noise = join(folder, 'noise.db');
    writeFileSync(noise, 'this is no database at all, but long enough to have a header'.repeat(100));
    await expect(openFileDatabase(noise, { create: false, reads: 'own' })).rejects.toMatchObject({ code: 'store_corrupt' });
  });

  it('lets a reader of another process see what is committed, and write nothing', async () => {
    const { database, path } = await withTable();
    const reader = await openFileReader(path);
    await database.write([{ sql: insert, params: [1] }]);
    expect(await reader.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
    await expect(reader.write([{ sql: insert, params: [2] }])).rejects.toThrow(TypeError);
    await reader.close();
    await database.close();
  });
});
