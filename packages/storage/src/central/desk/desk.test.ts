import { expect, it } from 'vitest';
import { freshUrl, otherScope, scope } from '../../testing/central-fixtures.ts';
import { openCentralStores } from '../open-central-stores.ts';

const open = () => openCentralStores(freshUrl(), { create: true });

it('tells the newest check of each day', async () => {
  const { checks, close } = await open();
  const check = (day: '2026-11-19' | '2026-11-20' | '2026-11-21', remark: string | null) =>
    ({ day, checkedAt: `${day}T14:00:00Z`, checkedBy: { name: 'Kari Nordmann', role: 'site_manager' }, remark }) as const;
  await checks.put(scope, check('2026-11-20', null));
  await checks.put(scope, check('2026-11-19', 'two lack a card'));
  await checks.put(scope, check('2026-11-20', 'looked again'));
  await checks.put(scope, check('2026-11-21', null));
  await checks.put(otherScope, check('2026-11-20', 'elsewhere'));
  expect(await checks.checks(scope, '2026-11-19', '2026-11-20')).toEqual([
    check('2026-11-19', 'two lack a card'),
    check('2026-11-20', 'looked again'),
  ]);
  await close();
});

it('gives an account one role a site', async () => {
  const { roles, close } = await open();
  const role = { account: 'acc_1', ...scope, role: 'guard' } as const;
  await roles.putRole(role);
  await roles.putRole({ ...role, ...otherScope });
  await roles.putRole({ ...role, role: 'site_manager' });
  expect(await roles.rolesOf('acc_1')).toEqual([
    { ...role, role: 'site_manager' },
    { ...role, ...otherScope },
  ]);
  expect(await roles.roles(scope)).toEqual([{ ...role, role: 'site_manager' }]);
  await close();
});

it('keeps the audit, newest first, and lets nobody change it', async () => {
  const { audit, database, close } = await open();
  const line = (action: string) => ({ scope, at: '2026-11-20T05:00:00Z', account: 'acc_1', action, subject: 'list 2026-11-20' });
  await audit.put(line('read'));
  await audit.put(line('exported'));
  await audit.put({ ...line('read'), scope: otherScope });
  expect(await audit.lines(scope, 10)).toEqual([line('exported'), line('read')]);
  expect(await audit.lines(scope, 1)).toEqual([line('exported')]);
  await expect(database.write([{ sql: `UPDATE audit_line SET account = 'x'` }])).rejects.toMatchObject({ code: 'store_conflict' });
  await close();
});

it('bounds the feed of changes', async () => {
  const { changes, database, roles, close } = await open();
  await database.write([
    { sql: `INSERT INTO change (position, owner, site, topic) VALUES (1, 'o', 's', 'people'), (100001, 'o', 's', 'people')` },
  ]);
  await roles.putRole({ account: 'acc_1', ...scope, role: 'guard' });
  expect((await changes.after(0, 10)).map(({ position }) => position)).toEqual([100_001, 100_002]);
  expect(await changes.latest()).toBe(100_002);
  await close();
});
