/**
 * Everything: the checks of the tree, then the tests of every package, then one last line that counts them.
 *
 * `npm test -- api edge` runs the tests of these packages only.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopCode } from '../child.mjs';
import { type Counts, judge, readCounts } from '../counts.ts';
import { provideDebianPackages } from '../debian.ts';
import { sayDetail, sayGroup } from '../lines.ts';
import { showProgress } from '../progress.ts';
import { readTree } from '../tree/files.ts';
import { readRooms, SCOPE } from '../tree/rooms.ts';
import { runTurbo, type TaskRun } from '../turbo.ts';
import { checkTree } from './check.ts';
import type { Task } from './task.ts';

/** Whole processes, a browser, time limits: these run by themselves, after all others. */
const ALONE = ['portvakt'];
const HOUSE = { name: '.house', package: '//', dir: '.house' };

interface Tested {
  readonly name: string;
  readonly package: string;
  readonly dir: string;
}

export const test: Task = async (root, only) => {
  const all: Tested[] = [HOUSE, ...readRooms(readTree(root)).map(({ name, dir }) => ({ name, package: SCOPE + name, dir }))];
  const unknown = only.filter((name) => !all.some((tested) => tested.name === name));
  if (unknown.length > 0) {
    console.error(`There is no package ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  const wanted = only.length === 0 ? all : all.filter(({ name }) => only.includes(name));
  const brokenRules = only.length === 0 ? await checkTree(root) : 0;
  const missing = stopCode() === undefined ? provideDebianPackages() : [];
  for (const line of missing) console.log(`✗ ${line}`);
  const together = wanted.filter(({ name }) => !ALONE.includes(name));
  const alone = wanted.filter(({ name }) => ALONE.includes(name));
  const counts = [...(await testAll(root, together, 2)), ...(await testAll(root, alone, 1))];
  if (stopCode() !== undefined) return stopCode() ?? 1;
  const passed = counts.reduce((sum, c) => sum + c.passed, 0);
  const failed = counts.reduce((sum, c) => sum + c.failed, 0) + brokenRules + missing.length;
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
};

async function testAll(root: string, wanted: readonly Tested[], concurrency: number): Promise<Counts[]> {
  if (wanted.length === 0 || stopCode() !== undefined) return [];
  // a report of an earlier run must not stand in for one that this run did not make
  for (const { dir } of wanted) rmSync(join(root, dir, 'dist', 'test.json'), { force: true });
  const filters = wanted.map((tested) => tested.package);
  const done = showProgress(wanted.map(({ dir }) => join(root, dir, 'dist', 'test.json')));
  const { code, tasks, text } = await runTurbo(root, ['test', 'test:house'], { concurrency, filters, goOn: true });
  done();
  if (stopCode() !== undefined) return [];
  if (tasks.length === 0) {
    console.log('✗ turbo did not begin');
    sayDetail(text);
    return [{ passed: 0, failed: 1, faults: [`turbo ended with ${code}`] }];
  }
  for (const task of tasks.filter(({ ok, task }) => !ok && !task.startsWith('test'))) {
    console.log(`✗ ${task.package} ${task.task} failed; what needs it was not tested`);
    sayDetail(task.text);
  }
  return wanted.map((tested) => tell(root, tested, tasks));
}

function tell(root: string, { name, package: id, dir }: Tested, tasks: readonly TaskRun[]): Counts {
  const ran = tasks.find((task) => task.package === id && task.task.startsWith('test'));
  const counts = judge(name, ran, readCounts(join(root, dir, 'dist', 'test.json')));
  const what = `${counts.passed} passed${counts.failed > 0 ? `, ${counts.failed} failed` : ''}${ran?.cached ? ' (unchanged)' : ''}`;
  sayGroup(counts.failed === 0, `test ${name}`, what, ran?.seconds ?? 0);
  if (counts.failed > 0) {
    if (ran) sayDetail(ran.text);
    for (const fault of counts.faults) console.log(`    ${fault}`);
    console.log(`  Alone: npm test -- ${name}`);
  }
  return counts;
}
