/**
 * Makes the tables of freshly generated migrations STRICT: drizzle-kit has no word for it, and without it a TEXT column takes a
 * number and a number column takes text. Run by `pnpm db:generate`; a file that is strict already stays as it is.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const migrations = new URL('../migrations/', import.meta.url);

for (const file of readdirSync(migrations, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.sql')) continue;
  const at = new URL(file, migrations);
  const text = readFileSync(at, 'utf8');
  // the generator ends a table, and nothing else, with a closing bracket on a line of its own
  const strict = text.replace(/^\);$/gm, ') STRICT;');
  if (strict !== text) writeFileSync(at, strict);
}
