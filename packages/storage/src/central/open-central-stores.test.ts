import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { freshUrl } from '../testing/central-fixtures.ts';
import { openCentralStores } from './open-central-stores.ts';

describe('the database of the centre', () => {
  it('is made by one of those that open it at once, and found by the others', async () => {
    const url = freshUrl();
    const all = await Promise.all([1, 2, 3].map(() => openCentralStores(url, { create: true })));
    for (const stores of all) expect(await stores.changes.latest()).toBe(0);
    await Promise.all(all.map((stores) => stores.close()));
    expect((statSync(fileURLToPath(url)).mode & 0o777).toString(8)).toBe('600');
  });

  it('is not made where it was expected to be, and not opened where it is newer', async () => {
    const url = freshUrl();
    await expect(openCentralStores(url)).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(openCentralStores('mysql://x')).rejects.toMatchObject({ code: 'config' });
    const stores = await openCentralStores(url, { create: true });
    await stores.database.write([{ sql: 'INSERT INTO schema_migration (place, hash) VALUES (99, ?)', params: ['f'.repeat(64)] }]);
    await stores.close();
    await expect(openCentralStores(url)).rejects.toMatchObject({
      code: 'store_newer',
      message: expect.stringMatching(/newer version of Portvakt/),
    });
  });

  it('has strict tables, each with owner and site', async () => {
    const { database, close } = await openCentralStores(freshUrl(), { create: true });
    const tables = await database.query(`SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'`);
    // the guard that holds nothing, the owners themselves, and the record of migrations
    const without = ['precondition', 'owner', 'schema_migration'];
    for (const { name, strict } of tables) {
      expect({ name, strict }).toEqual({ name, strict: 1 });
      const columns = (await database.query('SELECT name FROM pragma_table_info(?)', [name!])).map((column) => column.name);
      if (!without.includes(String(name))) expect({ name, columns }).toMatchObject({ columns: expect.arrayContaining(['owner', 'site']) });
    }
    expect(tables.length).toBeGreaterThan(30);
    await close();
  });

  it('lets no time of a passage be reached from what the list is made of', async () => {
    const { database, close } = await openCentralStores(freshUrl(), { create: true });
    const listTables = ['enterprise', 'contract_link', 'holder', 'card', 'engagement', 'list_check'];
    for (const table of listTables) {
      const columns = (await database.query('SELECT name FROM pragma_table_info(?)', [table])).map((column) => String(column.name));
      expect(columns).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/occurred|received|sequence|epoch|tap|passage|gate|reader/)]),
      );
      expect(await database.query('SELECT * FROM pragma_foreign_key_list(?)', [table])).toEqual([]);
    }
    const gateLog = ['tap', 'passage', 'ledger_entry', 'ledger_head', 'reader_state', 'quarantine'];
    const triggers = await database.query(`SELECT tbl_name AS "table", sql FROM sqlite_schema WHERE type IN ('trigger', 'view')`);
    for (const { table, sql } of triggers) {
      if (listTables.includes(String(table))) for (const other of gateLog) expect(String(sql)).not.toMatch(new RegExp(`\\b${other}\\b`));
    }
    await close();
  });
});
