import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openFileDatabase } from '../file/file-database.ts';
import { freshFolder } from '../testing/fresh-folder.ts';
import { packedFrom, readPacked } from './packed-rows.ts';

it('gives the same rows as the driver does, in the same order', async () => {
  const database = await openFileDatabase(join(freshFolder(), 'a.db'), { create: true, reads: 'own' });
  await database.write([{ sql: 'CREATE TABLE t (a INTEGER, b TEXT) STRICT' }]);
  const texts = ['"quoted"', 'back\\slash', 'Æøå 🦺', '\u0001\u2028\t', '', null, '{"json":[1]}', '[]'];
  await database.write(
    texts.map((b, i) => ({ sql: 'INSERT INTO t (a, b) VALUES (?, ?)', params: [i === 0 ? Number.MAX_SAFE_INTEGER : -i, b] })),
  );
  for (const from of ['t ORDER BY a', 't ORDER BY a DESC LIMIT 3', 't WHERE a = 5', 't ORDER BY b, a']) {
    expect(await readPacked(database, packedFrom(['b', 'a'], from), [])).toEqual(await database.query(`SELECT b, a FROM ${from}`));
  }
  await database.close();
});
