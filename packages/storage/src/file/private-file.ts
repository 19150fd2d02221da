/** A database file that only its owner may read. SQLite gives the write-ahead log and its index the mode of the file itself. */
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { OperatingError } from '@portvakt/ports';

const OWNER_ONLY = 0o600;

export function ensurePrivateFile(path: string, create: boolean): void {
  if (!create && !existsSync(path)) throw unavailable('there is no database file at the given place');
  try {
    closeSync(openSync(path, 'a', OWNER_ONLY));
    chmodSync(path, OWNER_ONLY); // also where it was there before, or the umask was odd
  } catch (cause) {
    throw unavailable('the database file cannot be opened for writing', cause);
  }
}

const unavailable = (what: string, cause?: unknown) => new OperatingError('store_unavailable', what, cause);
