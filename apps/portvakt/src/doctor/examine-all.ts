/** Everything the doctor looks at, in the order it is told. */

import { lookAtDataFolder } from './disk/data-folder.ts';
import { lookAtDatabases } from './disk/databases.ts';
import { lookAtFreeSpace } from './disk/free-space.ts';
import { lookAtMedium } from './disk/medium-speed.ts';
import { type Examined, fault, type Look, type Patient } from './examine.ts';
import { lookAtClock } from './machine/clock.ts';
import { lookAtNode } from './machine/node-version.ts';
import { lookAtSerialDriver } from './machine/serial-driver.ts';
import { lookAtTimeZone } from './machine/time-zone.ts';
import { lookAtBoxes } from './site/boxes.ts';
import { lookAtBrokers } from './site/brokers.ts';
import { lookAtSerialLines } from './site/serial-lines.ts';

const looks: Readonly<Record<string, Look>> = {
  'Node.js': lookAtNode,
  'time zone': lookAtTimeZone,
  clock: lookAtClock,
  'data folder': lookAtDataFolder,
  'free space': lookAtFreeSpace,
  'speed of the medium': lookAtMedium,
  databases: lookAtDatabases,
  'serial driver': lookAtSerialDriver,
  'serial lines': lookAtSerialLines,
  broker: lookAtBrokers,
  boxes: lookAtBoxes,
};

export async function examineAll(patient: Patient): Promise<readonly Examined[]> {
  const all: Examined[] = [];
  for (const [name, look] of Object.entries(looks)) all.push(...(await lookSafely(name, look, patient)));
  return all;
}

/** A look that stumbles over the outside is a finding of its own; the others go on. */
async function lookSafely(name: string, look: Look, patient: Patient): Promise<readonly Examined[]> {
  try {
    return await look(patient);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause; // no fault of the machine: a bug of ours
    return [fault(name, cause.message, 'Mend what the message names, then look again.')];
  }
}
