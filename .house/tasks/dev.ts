/** Every package's `dev` script side by side, until stopped. */
import { run } from '../child.mjs';
import { turboProgram } from '../turbo.ts';
import type { Task } from './task.ts';

export const dev: Task = (root, args) => run(turboProgram(root), ['run', 'dev', '--ui=stream', ...args], { cwd: root });
