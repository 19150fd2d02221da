/** `node .house/main.ts TASK args`: what the scripts of the root package.json mean. Each task ends with an exit code. */
import { dirname } from 'node:path';
import { build } from './tasks/build.ts';
import { check } from './tasks/check.ts';
import { dev } from './tasks/dev.ts';
import { program } from './tasks/program.ts';
import { show } from './tasks/start.ts';
import type { Task } from './tasks/task.ts';
import { test } from './tasks/test.ts';

const TASKS: Readonly<Record<string, Task>> = {
  start: show,
  test,
  check,
  build,
  dev,
  bench: program('apps/portvakt/src/bench/main.ts'),
  screenshots: program('apps/portvakt/src/screenshots/main.ts'),
  portvakt: program('apps/portvakt/src/main.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
const task = TASKS[name];
if (task) process.exitCode = await task(dirname(import.meta.dirname), args);
else {
  console.error(`There is no task "${name}"; there are ${Object.keys(TASKS).join(', ')}.`);
  process.exitCode = 2;
}
