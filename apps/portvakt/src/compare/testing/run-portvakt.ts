/** The command itself, as a person runs it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly bytes: Uint8Array;
}

export function runPortvakt(...words: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'main.ts'), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const bytes = Buffer.concat(out);
      resolve({ code, out: bytes.toString('utf8'), err: Buffer.concat(err).toString('utf8'), bytes });
    });
  });
}
