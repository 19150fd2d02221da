/** Keys of the list's digests: sealed on disk, opened in memory only. Each list names its key, so an old one stays until it is not needed. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type DigestKey, digestKey, KEY_LENGTH } from '@portvakt/card-index';
import { listKeyPayload } from '@portvakt/protocol';
import { unseal } from '@portvakt/trust';
import { readIfThere, writeAtomically } from '../../state/atomic-file.ts';
import type { Identity } from '../../state/identity.ts';
import { readPaper } from '../../state/paper.ts';

/** The key of the list in force and the one before it. */
export const KEYS_KEPT = 2;

/** The keys there are, newest first. A file that is no key for us is passed over. */
export async function loadListKeys(folder: string, me: Identity): Promise<readonly DigestKey[]> {
  const keys: DigestKey[] = [];
  for (const path of await newestFirst(folder)) {
    const bytes = await readIfThere(path);
    const key = bytes && openListKey(bytes, me);
    if (key !== undefined) keys.push(key);
  }
  return keys;
}

/** `undefined`: not signed by the centre, not for this agent, or not to be opened. */
export function openListKey(bytes: Uint8Array, me: Identity): DigestKey | undefined {
  const read = readPaper(bytes, 'card-status', listKeyPayload, me);
  const plain = read.ok ? unseal('list-key', read.value.sealed, me.sealing) : undefined;
  return read.ok && plain?.length === KEY_LENGTH ? digestKey(read.value.key, plain) : undefined;
}

export async function storeListKey(folder: string, key: DigestKey['id'], bytes: Uint8Array): Promise<void> {
  await writeAtomically(join(folder, `${key}.json`), bytes);
  for (const path of (await newestFirst(folder)).slice(KEYS_KEPT)) await rm(path, { force: true });
}

async function newestFirst(folder: string): Promise<readonly string[]> {
  const paths = (await readdir(folder)).filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
  const dated = await Promise.all(paths.map(async (path) => ({ path, ms: (await stat(path)).mtimeMs })));
  return dated.toSorted((a, b) => b.ms - a.ms).map((d) => d.path);
}
