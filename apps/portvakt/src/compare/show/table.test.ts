import { expect, it, vi } from 'vitest';
import { people, ThreeFiles } from '../testing/three-files.ts';
import { jsonOf } from './comparison-json.ts';
import { FAULT_ROWS_MAX, LAST_ROWS, pickRows } from './pick-rows.ts';
import { tableOf } from './table.ts';

vi.setConfig({ testTimeout: 20_000 });

it('shows what differs and how it ends, the sums, and nobody by a whole id', async () => {
  const files = new ThreeFiles();
  const { drafts } = files.show({ holder: people[0]! });
  for (const draft of drafts) files.forget('drafts', draft);
  for (let i = 0; i < 30; i += 1) files.show({ holder: people[1]!, direction: i % 2 === 0 ? 'in' : 'out' });
  files.walkBy(people[1]!, 'in');
  await files.write(10);
  const comparison = await files.compare();
  const table = tableOf(comparison, { all: false });
  expect(table).toContain('opened, and no entry at the edge');
  expect(table).toContain('lost 1   doubled 0   wrongly opened 0');
  expect(table).toContain('✖ not in order');
  expect(table).toContain('more rows; --all shows them');
  expect(table.split('\n').filter((line) => /^[✖·✔]/.test(line))).toHaveLength(LAST_ROWS + 1);
  const all = tableOf(comparison, { all: true });
  expect(all.split('\n').filter((line) => /^[✖·✔]/.test(line))).toHaveLength(comparison.rows.length);
  const json = JSON.stringify(jsonOf(comparison, { all: true }));
  for (const text of [table, all, json]) for (const holder of people) expect(text).not.toContain(holder);
  expect(json).not.toContain('2a00000001');
});

it('bounds the rows with faults', () => {
  const rows = Array.from({ length: 1_000 }, (_, atMs) => ({ atMs, visit: undefined, entries: [], findings: ['missing'] as const }));
  const { rows: picked, left } = pickRows(rows, { all: false });
  expect(picked).toHaveLength(FAULT_ROWS_MAX + LAST_ROWS);
  expect(left).toBe(1_000 - FAULT_ROWS_MAX - LAST_ROWS);
});
