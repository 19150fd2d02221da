/** One demo per data folder: a second start says where the first one runs. */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const held = z.object({ pid: z.int(), startedAt: z.string(), url: z.string() });
export type Held = z.infer<typeof held>;

export interface Lock {
  /** Says where it can be reached, once that is known. */
  tell(url: string): void;
  release(): void;
}

/** Takes the lock, or answers who holds it. A lock of a process that is gone is taken over. */
export function takeLock(data: string, now: string): Lock | Held {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const path = join(data, 'running.json');
  const before = readHeld(path);
  if (before !== undefined && isAlive(before.pid)) return before;
  if (existsSync(path)) rmSync(path);
  const own: Held = { pid: process.pid, startedAt: now, url: '' };
  const write = (text: Held, flag: 'wx' | 'w') => {
    const file = openSync(path, flag, 0o600);
    writeFileSync(file, JSON.stringify(text));
    closeSync(file);
  };
  write(own, 'wx');
  return { tell: (url) => write({ ...own, url }, 'w'), release: () => rmSync(path, { force: true }) };
}

export function readHeld(path: string): Held | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  const read = held.safeParse(text === '' ? undefined : JSON.parse(text));
  return read.success ? read.data : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'; // there, and another user's
  }
}
