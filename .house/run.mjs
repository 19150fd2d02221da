/**
 * Entry point of every root script. Runs on Node.js 18 or later, without dependencies: provides Node.js 24 and pnpm, brings node_modules
 * up to date with the lockfile, then runs the task under Node.js 24.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { provideToolchain } from './toolchain.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Whether node_modules was made from this very lockfile; only decides what is said, pnpm looks for itself. */
function installedBefore() {
  const made = join(root, 'node_modules', '.pnpm', 'lock.yaml');
  return existsSync(made) && readFileSync(made, 'utf8') === readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
}

/** @param {NodeJS.ProcessEnv} env */
function install(env) {
  const quiet = installedBefore();
  if (!quiet) console.error('Installing dependencies …');
  const started = Date.now();
  const args = ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--loglevel=warn'];
  const done = spawnSync('pnpm', args, { cwd: root, env, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (done.status !== 0) process.exit(done.status ?? 1);
  if (!quiet) console.error(`  installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

const env = provideToolchain(root, fail);
const [task, ...args] = process.argv.slice(2);
// for changing what is installed: the one task that must not begin with an install under the lock
if (task === 'pnpm') process.exitCode = await run('pnpm', args, { cwd: root, env });
else {
  install(env);
  process.exitCode = await run('node', [join(root, '.house', 'main.ts'), ...process.argv.slice(2)], { cwd: root, env });
}
