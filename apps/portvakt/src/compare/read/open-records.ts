/** Opens the files of one site for reading, and closes them again. */

import { existsSync } from 'node:fs';
import { OperatingError } from '@portvakt/ports';
import { openCentralReader, openEntryReader } from '@portvakt/storage';
import { centrePath, logPath, truthPath } from '../find-sites.ts';
import { readThreeRecords, type ThreeRecords } from './three-records.ts';

export async function openRecords(data: string, code: string, now: () => number): Promise<ThreeRecords> {
  for (const [what, path] of [
    ["The centre's database", centrePath(data)],
    [`The log of the box at ${code}`, logPath(data, code)],
  ] as const) {
    if (!existsSync(path))
      throw new OperatingError('store_unavailable', `${what} is not there: ${path}. Has the demo been started with this data folder?`);
  }
  const centre = await openCentralReader(centrePath(data));
  try {
    const edge = await openEntryReader(logPath(data, code));
    try {
      return await readThreeRecords({ code, truthPath: truthPath(data, code), centre, edge, now });
    } finally {
      await edge.close();
    }
  } finally {
    await centre.close();
  }
}
