/** JSON that another program wrote; `undefined` for what is none, since to the doctor a broken file is a finding. */
import { readFileSync } from 'node:fs';

export const jsonIn = (path: string): unknown => jsonOf(readFileSync(path, 'utf8'));

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}
