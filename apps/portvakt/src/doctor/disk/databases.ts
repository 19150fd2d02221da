/** The databases in the folder: whole, and of a form this program knows. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type FileState, inspectFile } from '@portvakt/storage';
import { type Examined, fault, type Look, ok, warning } from '../examine.ts';
import { boxesIn } from '../site/boxes-in.ts';

export const lookAtDatabases: Look = async ({ data }) => {
  const files = [
    { name: 'database of the centre', path: join(data, 'central.db'), which: 'central' as const },
    ...boxesIn(data).map(({ code, log }) => ({ name: `log of the box at ${code}`, path: log, which: 'edge' as const })),
  ];
  const found: Examined[] = [];
  for (const { name, path, which } of files) {
    if (existsSync(path)) found.push(judgeFile(name, await inspectFile(path, which)));
  }
  return found.length > 0 ? found : [ok('databases', 'none yet')];
};

function judgeFile(name: string, { damage, form }: FileState): Examined {
  if (damage.length > 0)
    return fault(
      name,
      `damaged: ${damage[0]}`,
      'Stop what uses it, keep the damaged file, put back the newest good backup and start again.',
    );
  if (form === 'newer')
    return fault(name, 'written by a newer Portvakt', 'Start that version again, or put back the backup from before the upgrade.');
  if (form === 'older') return warning(name, 'whole, of an older form', 'Nothing to do: the next start brings it up. Make a backup first.');
  return ok(name, 'whole, all migrations made');
}
