import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { openCentralStores } from '../central/open-central-stores.ts';
import { freshUrl } from '../testing/central-fixtures.ts';
import { authTables } from './auth-tables.ts';
import { drizzleOver } from './drizzle-over.ts';

it('serves the sign-in library’s tables through the checked door', async () => {
  const { database, close } = await openCentralStores(freshUrl(), { create: true });
  const tables = await authTables();
  const db = await drizzleOver(database, tables);
  const at = new Date('2026-11-20T05:00:00.123Z');
  const kari = {
    id: 'acc_1',
    name: 'Kari Nordmann',
    email: 'kari@example.no',
    emailVerified: true,
    image: null,
    createdAt: at,
    updatedAt: at,
  };
  expect(await db.insert(tables.user).values(kari).returning()).toEqual([{ ...kari, owner: null, site: null }]);
  const session = { id: 's1', token: 't1', userId: kari.id, expiresAt: at, createdAt: at, updatedAt: at };
  await db.insert(tables.session).values(session);
  expect(await db.select().from(tables.user).where(eq(tables.user.email, kari.email)).get()).toMatchObject(kari);
  expect(await db.select().from(tables.user).where(eq(tables.user.email, 'none')).get()).toBeUndefined();
  // both tables have an id: columns of one name must not run into each other
  const [joined] = await db.select().from(tables.session).innerJoin(tables.user, eq(tables.session.userId, tables.user.id));
  expect(joined).toMatchObject({ session, user: kari });
  expect(await db.update(tables.user).set({ name: 'Kari N.' }).where(eq(tables.user.id, kari.id))).toMatchObject({
    changes: 1,
    rowsAffected: 1,
  });
  await expect(db.insert(tables.user).values({ ...kari, id: 'acc_2' })).rejects.toMatchObject({ cause: { code: 'store_conflict' } });
  await expect(db.insert(tables.user).values({ ...kari, id: 'acc_3', email: 'x', name: 'a\ud800' })).rejects.toMatchObject({
    cause: { code: 'value_refused' },
  });
  await db.delete(tables.user).where(eq(tables.user.id, kari.id));
  expect(await db.select().from(tables.session)).toEqual([]);
  await close();
});

it('refuses a transaction that would stay open between statements', async () => {
  const { database, close } = await openCentralStores(freshUrl(), { create: true });
  const tables = await authTables();
  const db = await drizzleOver(database, tables);
  await expect(db.transaction(async () => undefined)).rejects.toMatchObject({
    cause: { message: expect.stringContaining('transactions') },
  });
  await close();
});
