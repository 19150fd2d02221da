/** The same door to a file and to a libSQL server. */
import { fileURLToPath } from 'node:url';
import { OperatingError } from '@portvakt/ports';
import type { Database } from './database/database.ts';
import { openFileDatabase } from './file/file-database.ts';

export interface OpenOptions {
  /** For `file:`: make the file when there is none. */
  readonly create?: boolean;
  /** For a server. */
  readonly authToken?: string;
}

/** `file:///path`, `libsql://host`, `https://host` or `http://host`. */
export async function openDatabase(url: string, { create = false, authToken }: OpenOptions = {}): Promise<Database> {
  if (url.startsWith('file:')) return openFileDatabase(pathOf(url), { create, reads: 'own' });
  if (/^(libsql|https?):\/\//.test(url)) {
    // loaded only where it is used: it brings a fetch client along that a box at a gate has no memory to spare for
    const { openRemoteDatabase } = await import('./remote/remote-database.ts');
    return openRemoteDatabase(url, authToken);
  }
  throw new OperatingError('config', 'a database is a file: URL of this machine, or a libsql:, https: or http: URL');
}

/** Both `file:///path` and the short `file:path`, which is relative to where the program was started. */
function pathOf(url: string): string {
  const rest = url.slice('file:'.length);
  return rest.startsWith('//') ? fileURLToPath(url) : decodeURIComponent(rest);
}
