/** What the export commands take alike, and how they end. */
import { resolve } from 'node:path';
import { isOperating } from '@portvakt/ports';
import { readConfig } from '../config.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CentrePlace } from './open-centre.ts';

export const codes = `Exit codes: ${exitCodes.ok} written, ${exitCodes.failed} failed, ${exitCodes.usage} the call cannot be used.`;

export const sharedArgs = {
  site: { type: 'string', required: true, description: 'code of the site' },
  data: { type: 'string', description: 'data folder (default: PORTVAKT_DATA, else .data)' },
  database: {
    type: 'string',
    description: "the centre's database: file:…, or the address of a libSQL server (default: central.db in the data folder)",
  },
  out: { type: 'string', default: '-', description: 'file to write, - for standard output' },
} as const;

export const dataOf = (given: string | undefined): string => (given === undefined ? readConfig().data : resolve(given));

/** With a database of its own an export needs no folder, so the settings are not read for it. */
export function placeOf(args: {
  readonly data?: string | undefined;
  readonly database?: string | undefined;
  readonly site: string;
}): CentrePlace {
  return { data: args.database === undefined ? dataOf(args.data) : '', database: args.database, code: args.site };
}

/** Runs, and tells what failed outside in one line and an exit code. */
export async function told(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    if (!isOperating(cause)) throw cause;
    process.stderr.write(`${cause.message}\n`);
    process.exitCode = cause.code === 'config' ? exitCodes.usage : exitCodes.failed;
  }
}
