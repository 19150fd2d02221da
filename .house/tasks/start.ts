/** The whole site in one process, for a first look: builds the pages if they changed, then runs the demo. */

import { build } from './build.ts';
import { program } from './program.ts';
import type { Task } from './task.ts';

const demo = program('apps/portvakt/src/main.ts', 'demo');

export const show: Task = async (root, args) => {
  const built = await build(root, []);
  return built === 0 ? await demo(root, args) : built;
};
