/** Where an export goes: to a file that its owner alone can read, whole or not at all, or on to the next program. */
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperatingError } from '@portvakt/ports';

/** `-` is standard output. Rejects with `store_unavailable` where the file cannot be written. */
export async function writeOut(out: string, parts: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>): Promise<void> {
  if (out === '-') return pipeline(Readable.from(parts), process.stdout, { end: false });
  const beside = `${out}.${process.pid}.new`;
  try {
    await pipeline(Readable.from(parts), createWriteStream(beside, { mode: 0o600 }));
    renameSync(beside, out);
  } catch (cause) {
    rmSync(beside, { force: true });
    if (!(cause instanceof Error && 'code' in cause) || cause instanceof OperatingError) throw cause;
    throw unwritable(`${out} cannot be written: ${cause.message}`, cause);
  }
}

const unwritable = (what: string, cause: Error) => new OperatingError('store_unavailable', what, cause);
