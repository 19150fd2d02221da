// Entry point of every root script. Runs on Node.js 18 or later, without dependencies:
// finds (or, on a bare machine, installs beside this file) Node.js >= 24 and pnpm >= 11,
// brings node_modules up to date with the lockfile, then runs the task.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import process from 'node:process';

const MIN_NODE = [24, 12];
const MIN_PNPM = [11, 0];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const toolchain = join(root, '.house', 'toolchain');
const windows = process.platform === 'win32';
const [task, ...args] = process.argv.slice(2);

const atLeast = (version, [major, minor]) => {
  const [a, b] = version.replace(/^v/, '').split('.').map(Number);
  return a > major || (a === major && b >= minor);
};
const fail = (message) => {
  console.error(message);
  process.exit(1);
};

const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' };
for (const key of Object.keys(env)) if (/^npm_(lifecycle|package|command|execpath|node_execpath)/.test(key)) delete env[key];
// what npm prepends for its own scripts would hide the tools chosen below
const pathKey = Object.keys(env).find((k) => k.toUpperCase() === 'PATH') ?? 'PATH';
const outer = (env[pathKey] ?? '').split(delimiter).filter((p) => !p.includes(`node_modules`) && !p.includes('node-gyp-bin'));

const nodeOk = atLeast(process.version, MIN_NODE);
const found = spawnSync('pnpm', ['--version'], { env: { ...env, [pathKey]: outer.join(delimiter), pnpm_config_pm_on_fail: 'ignore' }, cwd: root, encoding: 'utf8', shell: windows });
const pnpmOk = found.status === 0 && atLeast(found.stdout.trim(), MIN_PNPM);

const front = [];
if (!nodeOk || !pnpmOk) {
  const nodeDir = join(toolchain, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin');
  const pnpmDir = join(toolchain, 'node_modules', '@pnpm', `exe.${process.platform}-${process.arch}`);
  installToolchain();
  if (!nodeOk) front.push(nodeDir);
  if (!pnpmOk) front.push(pnpmDir);
  for (const dir of front) {
    if (!existsSync(dir)) fail(`This needs Node.js ${MIN_NODE.join('.')} or later and pnpm ${MIN_PNPM.join('.')} or later; please install them (no copy is provided for ${process.platform}-${process.arch}).`);
  }
}
if (nodeOk) front.unshift(dirname(process.execPath));
env[pathKey] = [...front, ...outer].join(delimiter);

function installToolchain() {
  const stamp = join(toolchain, 'node_modules', '.stamp');
  const want = createHash('sha256').update(readFileSync(join(toolchain, 'package-lock.json'))).digest('hex');
  const current = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === want;
  if (current()) return;
  const lock = join(toolchain, '.lock');
  const until = Date.now() + 300_000;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      if (current()) return;
      let age = 0;
      try { age = Date.now() - statSync(lock).mtimeMs; } catch {}
      if (age > 240_000) rmSync(lock, { recursive: true, force: true });
      if (Date.now() > until) fail(`another process holds ${lock}`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
    }
  }
  try {
    if (current()) return;
    console.error(`Fetching Node.js and pnpm into .house/toolchain (once) …`);
    const r = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], { cwd: toolchain, env: { ...env, [pathKey]: outer.join(delimiter) }, stdio: ['ignore', 2, 2], shell: windows });
    if (r.status !== 0) fail('npm could not install .house/toolchain');
    writeFileSync(stamp, want);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

const installed = spawnSync('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--loglevel=warn'], { cwd: root, env, stdio: ['ignore', 2, 2], shell: windows });
if (installed.status !== 0) process.exit(installed.status ?? 1);

const child = spawn('node', [join(root, '.house', 'main.ts'), task, ...args], { cwd: root, env, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : code));

// npm ends on a SIGTERM without passing it on, and the shell between npm and this process stays:
// so a new parent of this process or of that shell means 'stop'
const ancestors = () => {
  try {
    return `${process.ppid} ${/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${process.ppid}/status`, 'utf8'))?.[1]}`;
  } catch {
    return String(process.ppid);
  }
};
const before = ancestors();
const watch = setInterval(() => {
  if (ancestors() === before) return;
  clearInterval(watch);
  child.kill('SIGTERM');
}, 250);
