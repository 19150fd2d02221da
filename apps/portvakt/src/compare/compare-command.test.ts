import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { logPath } from './find-sites.ts';
import { runPortvakt } from './testing/run-portvakt.ts';
import { people, ThreeFiles } from './testing/three-files.ts';

vi.setConfig({ testTimeout: 60_000 });

it('ends with 0 when all is in order, with 4 when something differs, with 1 when a record is not there', async () => {
  const files = new ThreeFiles();
  files.show({ holder: people[0]! });
  await files.write();
  const good = await runPortvakt('compare', '--data', files.data, '--json');
  expect(good.code).toBe(0);
  expect(JSON.parse(good.out)).toMatchObject({ inOrder: true, sites: [{ site: 'kvartal-17', inside: { street: 1, edge: 1, centre: 1 } }] });

  files.tamper('centre', 'DELETE FROM passage');
  const bad = await runPortvakt('compare', '--data', files.data, '--site', 'kvartal-17');
  expect(bad.code).toBe(4);
  expect(bad.out).toContain('✖ not in order');

  rmSync(logPath(files.data, 'kvartal-17'));
  const gone = await runPortvakt('compare', '--data', files.data);
  expect(gone).toMatchObject({ code: 1, out: '' });
  expect(gone.err).toContain('log.db');
});

it('says so when there is nothing to compare', async () => {
  const empty = await runPortvakt('compare', '--data', mkdtempSync(join(tmpdir(), 'portvakt-none-')));
  expect(empty.code).toBe(1);
  expect(empty.err).toContain('No site has records');
});
