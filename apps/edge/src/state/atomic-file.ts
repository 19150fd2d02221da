/**
 * Small files that are whole or not there: written beside, flushed, renamed over, and the folder flushed, so that a power cut leaves the
 * old file or the new one.
 */
import { constants } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OperatingError } from '@portvakt/ports';

/** No file of the box is larger; a larger one is not ours. */
export const FILE_BYTES_MAX = 128 * 1024 * 1024;
/** Only the agent's own account reads what the box knows. */
const MODE = 0o600;

let writes = 0;

/** `durable: false`: whole or not there, but a power cut may bring back the one before; for what is written every second. */
export async function writeAtomically(path: string, content: string | Uint8Array, { durable } = { durable: true }): Promise<void> {
  writes += 1;
  const beside = `${path}.${process.pid}.${writes}.new`;
  try {
    const file = await open(beside, 'w', MODE);
    await whole(file, async () => {
      await file.writeFile(content);
      if (durable) await file.sync();
    });
    await rename(beside, path);
    if (!durable) return;
    const folder = await open(dirname(path), constants.O_RDONLY);
    await whole(folder, () => folder.sync());
  } catch (cause) {
    await rm(beside, { force: true }).catch((again: unknown) => {
      // the disk is what failed; the leftover is swept up at the next start
      if (!(again instanceof Error)) throw again;
    });
    throw operating(cause, 'cannot write a file of the box');
  }
}

/** The file's bytes; `undefined` when there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    const { size } = await stat(path);
    if (size > FILE_BYTES_MAX) throw new OperatingError('value_refused', 'a file of the box is larger than any of ours');
    return await readFile(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw operating(cause, 'cannot read a file of the box');
  }
}

async function whole(file: FileHandle, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await file.close();
  }
}

export function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}

function operating(cause: unknown, message: string): unknown {
  if (cause instanceof OperatingError) return cause;
  const code = codeOf(cause);
  if (code === undefined) return cause; // a bug, not a fault of the disk
  return new OperatingError(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk_full' : 'store_unavailable', `${message}: ${code}`, cause);
}
