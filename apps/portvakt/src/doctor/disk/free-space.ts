/** A full disk refuses entries: the gate does not open for what it cannot log. So it must be seen coming. */
import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Examined, fault, type Look, ok, warning } from '../examine.ts';

const NAME = 'free space';
const MIB = 1024 * 1024;
/** A busy site logs about 10 MiB a day. */
const LOW_MIB = 1_024;
const FULL_MIB = 100;
const FIX = 'Make room: old logs of the processes are under logs/, old backups where you keep them.';

export const lookAtFreeSpace: Look = ({ data }) => {
  const { bavail, bsize } = statfsSync(nearest(data));
  return Promise.resolve([judgeSpace(Math.floor((bavail * bsize) / MIB))]);
};

export function judgeSpace(freeMib: number): Examined {
  const found = `${freeMib} MiB`;
  if (freeMib < FULL_MIB) return fault(NAME, found, FIX);
  return freeMib < LOW_MIB ? warning(NAME, found, FIX) : ok(NAME, found);
}

/** The folder, or what it would be made in. */
function nearest(path: string): string {
  return existsSync(path) ? path : nearest(dirname(path));
}
