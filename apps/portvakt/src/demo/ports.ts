/** Ports of a demo: the one that was asked for, and those after it. */
import { createServer } from 'node:net';

export interface DemoPorts {
  readonly centre: number;
  /** Pages of the first site's box; the next sites follow. */
  readonly pages: number;
  readonly broker: number;
  /** The uplink of the first site, as a relay that can be cut; the next sites follow. */
  readonly uplink: number;
}

export function demoPorts(port: number): DemoPorts {
  return { centre: port, pages: port + 1, broker: port + 10, uplink: port + 20 };
}

/** Those that another program listens on. */
export async function takenPorts({ centre, ...perSite }: DemoPorts, sites: number): Promise<readonly number[]> {
  const wanted = [centre, ...Object.values(perSite).flatMap((first) => Array.from({ length: sites }, (_, i) => first + i))];
  const free = await Promise.all(wanted.map(isFree));
  return wanted.filter((_, i) => !free[i]);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
