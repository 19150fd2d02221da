/**
 * Where the parts lie that are found by address and not by import: the worker and the migrations.
 *
 * Run from source they lie in this package. A bundle carries `storage-worker.js` and the folder `migrations` beside the file this
 * module went into.
 */
const fromSource = import.meta.url.endsWith('.ts');

export const workerUrl = fromSource
  ? new URL('./file/storage-worker.ts', import.meta.url)
  : new URL('./storage-worker.js', import.meta.url);

const migrations = fromSource ? new URL('../migrations/', import.meta.url) : new URL('./migrations/', import.meta.url);

export function migrationsUrl(which: 'edge' | 'central'): URL {
  return new URL(`${which}/`, migrations);
}
