import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCentralStores } from '../central/open-central-stores.ts';
import { openDatabase } from '../open-database.ts';
import { agent, batch, entryAt, keys, passageAt, scope, site } from '../testing/central-fixtures.ts';
import { freshFolder } from '../testing/fresh-folder.ts';
import { startHranaServer } from '../testing/hrana-server.ts';

async function start() {
  const server = await startHranaServer(join(freshFolder(), 'server.db'));
  onTestFinished(() => server.close());
  return server;
}

describe('a database on a server', () => {
  it('takes and gives values as a file does, and refuses the same', async () => {
    const { url, token } = await start();
    const database = await openDatabase(url, { authToken: token });
    await database.write([{ sql: 'CREATE TABLE t (a ANY) STRICT' }]);
    const values = ['Æøå 🦺', 7, 1.5, -1, 2n ** 62n, null, Uint8Array.of(0, 255).subarray(1)];
    for (const value of values) await database.write([{ sql: 'INSERT INTO t VALUES (?)', params: [value] }]);
    expect((await database.query('SELECT a FROM t ORDER BY rowid')).map((row) => row.a)).toEqual(values);
    await expect(database.write([{ sql: 'INSERT INTO t VALUES (?)', params: [true as never] }])).rejects.toMatchObject({
      code: 'value_refused',
    });
    await expect(database.query('DELETE FROM t')).rejects.toThrow(TypeError);
    await expect(database.write([{ sql: 'BEGIN' }])).rejects.toThrow(TypeError);
    await database.close();
    await expect(database.query('SELECT 1')).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('commits all of a call or none', async () => {
    const { url, token } = await start();
    const database = await openDatabase(url, { authToken: token });
    await database.write([{ sql: 'CREATE TABLE t (a INTEGER UNIQUE) STRICT' }]);
    const insert = (a: number) => ({ sql: 'INSERT INTO t VALUES (?)', params: [a] });
    await expect(database.write([insert(1), insert(2), insert(1)])).rejects.toMatchObject({ code: 'store_conflict' });
    expect(await database.query('SELECT count(*) AS n FROM t')).toEqual([{ n: 0 }]);
    await database.close();
  });

  it('says when the server does not answer, or does not let us in, and goes on when it does again', async () => {
    const server = await start();
    await expect(openDatabase(server.url, { authToken: 'wrong' })).rejects.toMatchObject({ code: 'store_unavailable' });
    const database = await openDatabase(server.url, { authToken: server.token });
    server.failing(true);
    await expect(database.query('SELECT 1')).rejects.toMatchObject({ code: 'store_unavailable' });
    server.failing(false);
    expect(await database.query('SELECT 1 AS a')).toEqual([{ a: 1 }]);
    await database.close();
  });

  it('carries the centre’s stores', async () => {
    const { url, token } = await start();
    const stores = await openCentralStores(url, { authToken: token });
    await stores.sites.putSite(site, keys);
    expect(await stores.sites.sites()).toEqual([site]);
    expect(await stores.ledger.ingest(batch(1, 4))).toMatchObject({ sequence: 4, hash: entryAt(4).hash });
    expect(await stores.ledger.ingest(batch(1, 4))).toMatchObject({ sequence: 4 });
    await expect(stores.ledger.ingest(batch(6, 7))).rejects.toMatchObject({ code: 'store_conflict' });
    expect(await stores.ledger.passagesForNow(scope, 0)).toEqual([passageAt(2), passageAt(4)]);
    expect((await stores.changes.after(0, 9)).map(({ topic }) => topic)).toEqual(['site', 'ledger']);
    await stores.close();
    const again = await openCentralStores(url, { authToken: token });
    expect(await again.ledger.head(agent.id, 1)).toMatchObject({ sequence: 4 });
    await again.close();
  });
});
