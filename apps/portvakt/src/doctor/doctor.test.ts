import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { centrePath, logPath } from '../compare/find-sites.ts';
import { runPortvakt } from '../compare/testing/run-portvakt.ts';
import { CODE, people, ThreeFiles } from '../compare/testing/three-files.ts';
import { judgeSpace } from './disk/free-space.ts';
import { judgeFlushes } from './disk/medium-speed.ts';
import type { Examined } from './examine.ts';
import { judgeClock } from './machine/clock.ts';
import { judgeNode } from './machine/node-version.ts';

vi.setConfig({ testTimeout: 60_000 });

const START_MS = Date.UTC(2026, 10, 20, 6);

async function aFolder(): Promise<ThreeFiles> {
  const files = new ThreeFiles();
  files.show({ holder: people[0]! });
  await files.write();
  chmodSync(join(files.data, `edge-${CODE}`), 0o700);
  return files;
}

async function look(data: string, ...more: readonly string[]) {
  const { code, out } = await runPortvakt('doctor', '--data', data, '--json', ...more);
  const told = JSON.parse(out) as { ok: boolean; checks: readonly Examined[] };
  return { code, ok: told.ok, of: (name: string) => told.checks.find((c) => c.name.startsWith(name)), all: told.checks };
}

it('finds nothing wrong with a good folder but what the machine itself lacks', async () => {
  const { data } = await aFolder();
  const { of, all } = await look(data);
  for (const name of [
    'settings',
    'Node.js',
    'time zone',
    'data folder',
    'file modes',
    'database of the centre',
    `log of the box at ${CODE}`,
    `box at ${CODE}: log`,
    'serial driver',
  ]) {
    expect(of(name), name).toMatchObject({ state: 'ok', fix: null });
  }
  for (const examined of all.filter((c) => c.state !== 'ok')) expect(examined.fix).toMatch(/\w/);
});

it('finds a damaged database, a log of another kind, open modes and a broken confirmation, and ends with 4', async () => {
  const { data } = await aFolder();
  truncateSync(centrePath(data), 8_192);
  chmodSync(logPath(data, CODE), 0o644);
  mkdirSync(join(data, `edge-${CODE}`, 'down'));
  writeFileSync(join(data, `edge-${CODE}`, 'down', 'confirmed.json'), '{"confirmedMs":');
  const { code, ok, of } = await look(data);
  expect(code).toBe(4);
  expect(ok).toBe(false);
  expect(of('database of the centre')).toMatchObject({ state: 'fault' });
  expect(of('file modes')).toMatchObject({ state: 'warning', found: expect.stringContaining('log.db') });
  expect(of(`box at ${CODE}: list`)).toMatchObject({ state: 'warning' });
});

it('counts what waits by the note of the box where the centre lies elsewhere', async () => {
  const { data } = await aFolder();
  rmSync(centrePath(data));
  expect((await look(data)).of(`box at ${CODE}: log`)).toMatchObject({ found: '3 entries not at the centre' });
  mkdirSync(join(data, `edge-${CODE}`, 'link'));
  writeFileSync(join(data, `edge-${CODE}`, 'link', 'watermark.json'), JSON.stringify({ v: 1, epoch: 1, acknowledged: 2 }));
  expect((await look(data)).of(`box at ${CODE}: log`)).toMatchObject({ found: '1 entries not at the centre' });
});

it('takes a folder that is not there yet for a first start', async () => {
  const { of } = await look(join(mkdtempSync(join(tmpdir(), 'portvakt-first-')), 'data'));
  expect(of('data folder')).toMatchObject({ state: 'warning' });
  expect(of('databases')).toMatchObject({ state: 'ok', found: 'none yet' });
});

it('tries the broker it is given', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const folder = mkdtempSync(join(tmpdir(), 'portvakt-broker-'));
  expect((await look(folder, '--broker', `mqtt://gate:secret@127.0.0.1:${port}`)).of('broker')).toMatchObject({ state: 'ok' });
  await new Promise((resolve) => server.close(resolve));
  const gone = await look(folder, '--broker', `mqtt://gate:secret@127.0.0.1:${port}`);
  expect(gone.of('broker')).toMatchObject({ state: 'fault' });
  expect(JSON.stringify(gone.all)).not.toContain('secret');
});

it('judges what it measured', () => {
  expect(judgeFlushes(Array.from({ length: 100 }, () => 4)).state).toBe('ok');
  expect(judgeFlushes(Array.from({ length: 100 }, (_, i) => (i < 97 ? 4 : 80))).state).toBe('fault');
  expect([judgeSpace(20), judgeSpace(500), judgeSpace(50_000)].map((s) => s.state)).toEqual(['fault', 'warning', 'ok']);
  expect([judgeNode('22.9.0'), judgeNode('24.21.0')].map((s) => s.state)).toEqual(['fault', 'ok']);
  expect(judgeClock(Date.UTC(1970, 0, 1), undefined).state).toBe('fault');
  expect(judgeClock(START_MS, START_MS + 60_000).state).toBe('fault');
  expect(judgeClock(START_MS, START_MS).state).toBe('ok');
});
