/** Builds what is served or shipped; what has not changed comes from the cache. */
import { stopCode } from '../child.mjs';
import { counted, sayDetail } from '../lines.ts';
import { runTurbo } from '../turbo.ts';
import type { Task } from './task.ts';

export const build: Task = async (root) => {
  const started = performance.now();
  const slow = setTimeout(() => console.error('Building the pages …'), 300);
  const { code, tasks, text } = await runTurbo(root, ['build'], { concurrency: 2, goOn: false });
  clearTimeout(slow);
  if (stopCode() !== undefined) return stopCode() ?? 1;
  const failed = tasks.filter((task) => !task.ok);
  for (const task of failed) {
    console.error(`✗ ${task.package} did not build`);
    sayDetail(task.text);
  }
  if (code !== 0 && failed.length === 0) console.error(text);
  const fresh = tasks.filter((task) => !task.cached && task.ok).length;
  if (fresh > 0) console.error(`  built ${counted(fresh, 'package')} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return code;
};
