import { mkdirSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { coversDay } from '@portvakt/domain';
import { openCentralStores } from '@portvakt/storage';
import { CHAIN_START, chainHash } from '@portvakt/trust';
import { parse } from 'csv-parse/sync';
import { expect, it, vi } from 'vitest';
import { runPortvakt } from '../compare/testing/run-portvakt.ts';
import { CODE, people, site, ThreeFiles } from '../compare/testing/three-files.ts';
import { makePopulation } from '../simulate/population.ts';

vi.setConfig({ testTimeout: 60_000 });

const DAY = '2026-11-20';
const population = makePopulation({ seed: 7, people: 40, today: DAY });
const scope = { owner: site.owner, site: site.id };

async function aCentre(): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'portvakt-export-'));
  mkdirSync(data, { recursive: true });
  const centre = await openCentralStores(pathToFileURL(join(data, 'central.db')).href, { create: true });
  const key = { publicKey: 'a', privateKey: 'b' };
  await centre.sites.putOwner({ id: site.owner, name: 'Eier' });
  await centre.sites.putSite(
    { ...site, client: population.client.id },
    { signing: key, sealing: key, digest: { id: 'key_1', key: '0'.repeat(32) } },
  );
  await centre.people.putEnterprises(scope, [population.client, ...population.enterprises], population.chain);
  await centre.people.putHolders(
    scope,
    population.people.map((p) => p.holder),
  );
  await centre.people.putCards(scope, population.cards);
  await centre.people.recordEngagements(scope, population.engagements);
  await centre.checks.put(scope, {
    day: DAY,
    checkedAt: '2026-11-20T08:12:00.000Z',
    checkedBy: { name: 'Siri Løvås', role: 'site_manager' },
    remark: null,
  });
  await centre.close();
  return data;
}

it('writes the same list of a day as JSON, CSV and PDF', async () => {
  const data = await aCentre();
  const call = ['export', 'list', '--data', data, '--site', CODE, '--date', DAY] as const;
  const expected = population.engagements.filter((e) => coversDay(e, DAY)).length;

  const json = await runPortvakt(...call, '--format', 'json');
  expect(json.code).toBe(0);
  const told = JSON.parse(json.out) as {
    list: { rows: readonly { cardNumber: string | null }[]; client: { name: string } };
    check: unknown;
  };
  expect(told.list.rows).toHaveLength(expected);
  expect(told.list.client.name).toBe(population.client.name);
  expect(told.check).toMatchObject({ day: DAY });

  const csv = await runPortvakt(...call, '--format', 'csv');
  const rows = parse(csv.out, { bom: true, delimiter: ';', columns: true }) as Record<string, string>[];
  expect(rows.map((row) => row['HMS-kortnummer'])).toEqual(told.list.rows.map((row) => row.cardNumber ?? ''));

  const out = join(data, 'liste.pdf');
  const pdf = await runPortvakt(...call, '--format', 'pdf', '--out', out);
  expect(pdf).toMatchObject({ code: 0, out: '' });
  expect(readFileSync(out).subarray(0, 5).toString()).toBe('%PDF-');
  expect(statSync(out).mode & 0o777).toBe(0o600);
});

it('takes the database by its address, and names what it cannot use', async () => {
  const data = await aCentre();
  const url = pathToFileURL(join(data, 'central.db')).href;
  const call = (...more: readonly string[]) => runPortvakt('export', 'list', '--database', url, ...more);
  expect((await call('--site', CODE, '--date', DAY)).code).toBe(0);
  expect(await call('--site', 'ukjent', '--date', DAY)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(CODE) });
  expect((await call('--site', CODE, '--date', '2026-02-30')).code).toBe(2);
  expect((await runPortvakt('export', 'list', '--data', join(data, 'none'), '--site', CODE, '--date', DAY)).code).toBe(1);
});

it('writes a log that proves itself and names nobody, from the edge and from the centre', async () => {
  const files = new ThreeFiles();
  for (const holder of people) files.show({ holder });
  await files.write();
  const edge = await runPortvakt('export', 'log', '--data', files.data, '--site', CODE);
  expect(edge.code).toBe(0);
  let before = CHAIN_START;
  for (const line of edge.out.trimEnd().split('\n')) {
    const { envelope, hash } = JSON.parse(line) as { envelope: string; hash: string };
    before = chainHash(before, envelope);
    expect(hash).toBe(before);
  }
  for (const holder of people) expect(edge.out).not.toContain(holder);
});
