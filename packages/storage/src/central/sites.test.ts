import { expect, it } from 'vitest';
import { freshUrl, keys, otherScope, scope, site } from '../testing/central-fixtures.ts';
import { openCentralStores } from './open-central-stores.ts';

it('keeps owners, sites and what stands there; keys are made once', async () => {
  const { sites, changes, close } = await openCentralStores(freshUrl(), { create: true });
  await sites.putOwner({ id: scope.owner, name: 'Byggherre' });
  await sites.putOwner({ id: scope.owner, name: 'Byggherre AS' });
  expect(await sites.owners()).toEqual([{ id: scope.owner, name: 'Byggherre AS' }]);
  await sites.putSite(site, keys);
  const moved = { ...site, address: 'Operagata 1', listKeeper: 'ent_keeper' } as const;
  await sites.putSite(moved, { ...keys, digest: { id: 'key_2', key: 'f'.repeat(32) } });
  expect(await sites.sites()).toEqual([moved]);
  expect(await sites.site(site.id)).toEqual(moved);
  expect(await sites.siteByCode(site.code)).toEqual(moved);
  expect(await sites.siteByCode('none')).toBeUndefined();
  expect(await sites.keys(scope)).toEqual(keys);
  await expect(sites.keys(otherScope)).rejects.toMatchObject({ code: 'key_missing' });
  expect((await changes.after(0, 10)).map(({ topic }) => topic)).toEqual(['site', 'site']);
  await close();
});

it('gives no site to another owner, and no code to two sites', async () => {
  const { sites, close } = await openCentralStores(freshUrl(), { create: true });
  await sites.putSite(site, keys);
  await expect(sites.putSite({ ...site, owner: otherScope.owner }, keys)).rejects.toMatchObject({ code: 'store_conflict' });
  await expect(sites.putSite({ ...site, id: otherScope.site }, keys)).rejects.toMatchObject({ code: 'store_conflict' });
  await expect(sites.putSite({ ...site, code: 'Not A Code' }, keys)).rejects.toMatchObject({ code: 'store_conflict' });
  expect(await sites.sites()).toEqual([site]);
  await close();
});

it('replaces the equipment of a site whole', async () => {
  const { sites, close } = await openCentralStores(freshUrl(), { create: true });
  const wired = { agent: 'agt_1', connection: '{"port":"ttyUSB0"}', readers: ['rdr_1', 'rdr_2'], gates: ['gat_1'] } as const;
  const loose = { agent: undefined, connection: '', readers: [], gates: [] };
  await sites.putEquipment(scope, [wired, loose]);
  expect(await sites.equipment(scope)).toEqual([wired, loose]);
  await sites.putEquipment(scope, [loose]);
  expect(await sites.equipment(scope)).toEqual([loose]);
  expect(await sites.equipment(otherScope)).toEqual([]);
  await close();
});
