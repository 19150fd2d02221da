/** Runs one of the product's programs straight from its source. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../child.mjs';
import type { Task } from './task.ts';

export function program(file: string, ...first: string[]): Task {
  return async (root, args) => {
    if (!existsSync(join(root, file))) {
      console.error(`${file} does not exist in this version.`);
      return 1;
    }
    return await run(process.execPath, [join(root, file), ...first, ...args], { cwd: root });
  };
}
