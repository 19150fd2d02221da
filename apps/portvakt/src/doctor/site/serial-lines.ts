/** Serial devices: those plugged in, and those a site is wired to. The user that runs the box must be allowed to open them. */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { signedText, siteConfig } from '@portvakt/protocol';
import { type Examined, fault, type Look, ok, warning } from '../examine.ts';
import { boxesIn } from './boxes-in.ts';
import { jsonIn, jsonOf } from './json-in.ts';

const DEVICES = '/dev';
/** USB converters, CDC devices and the pins of a small board; not the machine's own consoles. */
const PLUGGED = /^tty(USB|ACM|AMA|XRUSB)\d+$/;

export const lookAtSerialLines: Look = ({ data }) => {
  const plugged = existsSync(DEVICES)
    ? readdirSync(DEVICES)
        .filter((name) => PLUGGED.test(name))
        .map((name) => join(DEVICES, name))
    : [];
  const wired = boxesIn(data).flatMap(({ siteConfig: path }) => wiredIn(path));
  const found = [...new Set([...plugged, ...wired])].map((path) => judgeLine(path, wired.includes(path)));
  return Promise.resolve(found.length > 0 ? found : [ok('serial lines', 'none plugged in, none wired')]);
};

function judgeLine(path: string, isWired: boolean): Examined {
  const name = `serial line ${path}`;
  if (!existsSync(path))
    return warning(
      name,
      'the site is wired to it, and it is not there',
      'Plug it in; its gate reads no cards until then. The lines of a demo are there while it runs.',
    );
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    return fault(name, 'this user may not open it', 'sudo usermod -aG dialout "$(id -un)", then sign in again.');
  }
  return ok(name, isWired ? 'can be opened' : 'can be opened; no site is wired to it');
}

/** Paths in the newest configuration that came down. Whether it is genuine is the box's to judge; here it only says where to look. */
function wiredIn(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  const outer = signedText.safeParse(jsonIn(path));
  const inner = outer.success ? siteConfig.safeParse(jsonOf(outer.data.payload)) : undefined;
  return inner?.success ? inner.data.equipment.flatMap((wire) => ('path' in wire ? [wire.path] : [])) : [];
}
