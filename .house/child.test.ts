import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const module = new URL('./child.mjs', import.meta.url).href;
/** Says each signal it hears, and takes its time to stop. */
const worker = `for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => { console.log(s); setTimeout(() => { console.log('clean end'); process.exit(7); }, 300); });
console.log('ready'); setInterval(() => {}, 1000);`;

function script(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'house-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const starterOf = (file: string): string =>
  script(
    'starter.mjs',
    `import { run } from ${JSON.stringify(module)};\nprocess.exitCode = await run(process.execPath, [${JSON.stringify(file)}]);`,
  );

/** Collects what a process and its children print; `until` resolves when they have printed it. */
function listen(child: ChildProcess): { until(text: string): Promise<void>; ended: Promise<number | null>; said: () => string } {
  let said = '';
  const waiting = new Set<() => void>();
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
    for (const look of waiting) look();
  });
  const until = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!said.includes(text)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { until, ended: new Promise((resolve) => child.on('close', resolve)), said: () => said };
}

it('passes a stop on once, waits for the clean end and ends with its code', async () => {
  const starter = spawn(process.execPath, [starterOf(script('worker.mjs', worker))], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { until, ended, said } = listen(starter);
  await until('ready');
  starter.kill('SIGINT');
  starter.kill('SIGINT');
  await until('SIGINT');
  starter.kill('SIGINT');
  expect(await ended).toBe(7);
  expect(said()).toBe('ready\nSIGINT\nclean end\n');
});

it('stops the child when its own parent is gone', async () => {
  const outer = script(
    'outer.mjs',
    `import { spawn } from 'node:child_process';\nspawn(process.execPath, [process.argv[2]], { stdio: 'inherit' });`,
  );
  const parent = spawn(process.execPath, [outer, starterOf(script('worker.mjs', worker))], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { until, said } = listen(parent);
  await until('ready');
  parent.kill('SIGKILL');
  await until('clean end');
  expect(said()).toBe('ready\nSIGTERM\nclean end\n');
});

it('a program that does not exist ends with 127', async () => {
  const starter = spawn(
    process.execPath,
    [script('starter.mjs', `import { run } from ${JSON.stringify(module)};\nprocess.exitCode = await run('no-such-program', []);`)],
    { stdio: 'ignore' },
  );
  expect(await listen(starter).ended).toBe(127);
});
