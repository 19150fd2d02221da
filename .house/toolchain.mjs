/**
 * Node.js and pnpm new enough for this repository: those on PATH, or else fetched beside this file, once, under a lock.
 * Runs on Node.js 18.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const NODE_MIN = /** @type {const} */ ([24, 12]);
const PNPM_MIN = /** @type {const} */ ([11, 0]);
/** A lock this old was left by a process that died. */
const LOCK_STALE_MS = 240_000;
const LOCK_WAIT_MS = 300_000;
const LOCK_LOOK_MS = 250;

const here = join(dirname(fileURLToPath(import.meta.url)), 'toolchain');
const windows = process.platform === 'win32';

/** @param {string} version @param {readonly [number, number]} least */
const atLeast = (version, [major, minor]) => {
  const [a = 0, b = 0] = version.replace(/^v/, '').split('.').map(Number);
  return a > major || (a === major && b >= minor);
};

/**
 * The environment in which `node` and `pnpm` are the right ones.
 *
 * @param {string} root
 * @param {(message: string) => never} fail
 * @returns {NodeJS.ProcessEnv}
 */
export function provideToolchain(root, fail) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' };
  for (const key of Object.keys(env)) if (/^npm_(lifecycle|package|command|execpath|node_execpath)/.test(key)) delete env[key];
  const pathKey = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  // what npm prepends for its own scripts would hide the tools chosen here
  const outer = (env[pathKey] ?? '').split(delimiter).filter((dir) => !dir.includes('node_modules') && !dir.includes('node-gyp-bin'));
  const outerEnv = { ...env, [pathKey]: outer.join(delimiter) };

  const nodeFits = atLeast(process.version, NODE_MIN);
  const pnpm = spawnSync('pnpm', ['--version'], {
    env: { ...outerEnv, pnpm_config_pm_on_fail: 'ignore' },
    cwd: root,
    encoding: 'utf8',
    shell: windows,
  });
  const pnpmFits = pnpm.status === 0 && atLeast(pnpm.stdout.trim(), PNPM_MIN);
  if (!nodeFits || !pnpmFits) fetchOnce(outerEnv, fail);
  const modules = join(here, 'node_modules');
  const front = [
    nodeFits ? dirname(process.execPath) : join(modules, `node-${process.platform}-${process.arch}`, 'bin'),
    ...(pnpmFits ? [] : [join(modules, '@pnpm', `exe.${process.platform}-${process.arch}`)]),
  ];
  if (front.some((dir) => !existsSync(dir))) {
    const machine = `${process.platform}-${process.arch}`;
    fail(
      `This needs Node.js ${NODE_MIN.join('.')} or later and pnpm ${PNPM_MIN.join('.')} or later; please install them (no copy is provided for ${machine}).`,
    );
  }
  return { ...env, [pathKey]: [...front, ...outer].join(delimiter) };
}

/** @param {NodeJS.ProcessEnv} env @param {(message: string) => never} fail */
function fetchOnce(env, fail) {
  const stamp = join(here, 'node_modules', '.stamp');
  const want = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex');
  const fetched = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === want;
  if (fetched()) return;
  const lock = join(here, '.lock');
  if (!takeLock(lock, fetched, fail)) return;
  try {
    if (fetched()) return;
    console.error('Fetching Node.js 24 and pnpm into .house/toolchain (once, about 60 MB) …');
    const npm = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    const done = spawnSync('npm', npm, { cwd: here, env, stdio: ['ignore', 2, 2], shell: windows });
    if (done.status !== 0) fail('npm could not install .house/toolchain: is the package registry reachable?');
    writeFileSync(stamp, want);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/**
 * True when the lock is ours, false when another process has done the work meanwhile.
 *
 * @param {string} lock @param {() => boolean} done @param {(message: string) => never} fail
 */
function takeLock(lock, done, fail) {
  for (const until = Date.now() + LOCK_WAIT_MS; Date.now() < until; ) {
    try {
      mkdirSync(lock);
      return true;
    } catch {
      // somebody holds it
    }
    if (done()) return false;
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > LOCK_STALE_MS) rmSync(lock, { recursive: true, force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_LOOK_MS);
  }
  return fail(`Another process holds ${lock}; if there is none, delete that folder.`);
}
