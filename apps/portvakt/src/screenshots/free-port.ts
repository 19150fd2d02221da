/** A port for a demo with its followers free as well: it takes a few at fixed steps from the first. */
import { createServer } from 'node:net';
import { type DemoPorts, demoPorts } from '../demo/ports.ts';

const TRIES = 50;
const FIRST = 20_000;
const LAST = 60_000;

export async function freeDemoPort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    const all: DemoPorts = demoPorts(port);
    const free = await Promise.all(Object.values(all).map((one: number) => isFree(one)));
    if (free.every(Boolean)) return port;
  }
  throw new Error(`no free ports for a demo between ${FIRST} and ${LAST}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
