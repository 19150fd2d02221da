/** Waits until the link has enrolled the box. */
import type { Runtime } from '@portvakt/ports';
import { type Identity, readIdentity } from './identity.ts';

const LOOK_EVERY_MS = 500;

export async function awaitIdentity(path: string, runtime: Runtime, stopped: () => boolean): Promise<Identity | undefined> {
  while (!stopped()) {
    const me = await readIdentity(path);
    if (me !== undefined) return me;
    await new Promise<void>((resolve) => runtime.after(LOOK_EVERY_MS, resolve));
  }
  return undefined;
}
