/** Libraries that live in one room, so that what they touch can be found and exchanged there. */
export interface Residence {
  readonly libraries: readonly string[];
  readonly rooms: readonly string[];
  /** A path outside those rooms that may use them too. */
  readonly also?: string;
}

export const RESIDENCES: readonly Residence[] = [
  { libraries: ['serialport', '@serialport/*', 'mqtt', 'mqtt-packet', 'aedes', '@lydell/node-pty'], rooms: ['firmware-bridge'] },
  { libraries: ['@libsql/client', 'libsql'], rooms: ['storage'], also: 'apps/portvakt/src/bench/' },
  { libraries: ['drizzle-orm', 'drizzle-kit'], rooms: ['storage', 'api'] },
  { libraries: ['better-auth'], rooms: ['api', 'edge'] },
  { libraries: ['csv-stringify', '@myriaddreamin/*'], rooms: ['reports'] },
];

const matches = (pattern: string, library: string): boolean =>
  pattern.endsWith('/*') ? library.startsWith(pattern.slice(0, -1)) : library === pattern;

/** Where this library lives, unless this room or file is one of those places. */
export function strayed(library: string, room: string, file: string): Residence | undefined {
  const residence = RESIDENCES.find((r) => r.libraries.some((pattern) => matches(pattern, library)));
  if (!residence || residence.rooms.includes(room)) return undefined;
  return residence.also !== undefined && file.startsWith(residence.also) ? undefined : residence;
}
