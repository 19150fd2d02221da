/** The folder everything is kept in: ours to write, and nobody else's to read, for there are keys and people's data in it. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Examined, fault, type Look, ok, warning } from '../examine.ts';
import { boxesIn } from '../site/boxes-in.ts';

const NAME = 'data folder';
const OTHERS = 0o077;

export const lookAtDataFolder: Look = ({ data }) => {
  if (!existsSync(data))
    return Promise.resolve([
      warning(NAME, `${data} is not there yet`, 'Nothing to mend before the first start, which makes it. Else set PORTVAKT_DATA.'),
    ]);
  if (!statSync(data).isDirectory()) return Promise.resolve([fault(NAME, `${data} is no folder`, 'Set PORTVAKT_DATA to a folder.')]);
  const writable = isWritable(data);
  if (!writable)
    return Promise.resolve([fault(NAME, `${data} cannot be written`, `Give it to the user that runs this: chown -R "$(id -un)" ${data}`)]);
  const secrets = [
    data,
    join(data, 'central.db'),
    join(data, 'demo.json'),
    ...boxesIn(data).flatMap((box) => [box.folder, box.log, box.identity]),
  ];
  return Promise.resolve([ok(NAME, `${data} can be written`), judgeModes(secrets.filter((path) => existsSync(path)))]);
};

function judgeModes(paths: readonly string[]): Examined {
  const open = paths.filter((path) => (statSync(path).mode & OTHERS) !== 0);
  if (open.length === 0) return ok('file modes', 'nobody else can read what is kept');
  return warning('file modes', `others may read ${open.join(', ')}`, `chmod go-rwx ${open.join(' ')}`);
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return false;
    throw cause;
  }
}
