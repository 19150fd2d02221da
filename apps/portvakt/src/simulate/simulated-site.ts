/** What the simulator is told about the site it plays: hardware ends only. It knows neither centre nor list. */

import { readFileSync } from 'node:fs';
import { type GateId, isId, isSiteDay, type OwnerId, type ReaderId, type SiteDay, type SiteId } from '@portvakt/domain';
import { OperatingError } from '@portvakt/ports';
import { z } from 'zod';

interface GateEnds {
  readonly plate: string;
  readonly gate: GateId;
  readonly readers: { readonly in: ReaderId; readonly out: ReaderId };
}

export type SimulatedGate =
  | (GateEnds & {
      readonly kind: 'serial_turnstile';
      readonly lines: { readonly in: string; readonly out: string; readonly barrier: string };
    })
  | (GateEnds & { readonly kind: 'mqtt_turnstile' | 'mqtt_boom' });

export interface SimulatedSite {
  readonly code: string;
  readonly owner: OwnerId;
  readonly site: SiteId;
  /** People are made from the seed and the first day; the day's plan from the seed and the day's number. */
  readonly seed: number;
  readonly people: number;
  readonly firstDay: SiteDay;
  readonly gates: readonly SimulatedGate[];
  readonly broker: { readonly url: string; readonly passwords: Readonly<Record<string, string>> } | null;
  /** The site's uplink runs through the simulator, so that it can be cut. */
  readonly uplink: { readonly listenPort: number; readonly toPort: number } | null;
  /** Folder of its record and its place in the day. */
  readonly folder: string;
  readonly speed: number;
}

const id = <K extends Parameters<typeof isId>[0]>(kind: K) => z.string().refine((text) => isId(kind, text));
const ends = { plate: z.string(), gate: id('gate'), readers: z.object({ in: id('reader'), out: id('reader') }) };
const schema = z.object({
  code: z.string(),
  owner: id('owner'),
  site: id('site'),
  seed: z.int(),
  people: z.int().min(1).max(5_000),
  firstDay: z.string().refine((text) => isSiteDay(text)),
  gates: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('serial_turnstile'), ...ends, lines: z.object({ in: z.string(), out: z.string(), barrier: z.string() }) }),
      z.object({ kind: z.literal('mqtt_turnstile'), ...ends }),
      z.object({ kind: z.literal('mqtt_boom'), ...ends }),
    ]),
  ),
  broker: z.object({ url: z.string(), passwords: z.record(z.string(), z.string()) }).nullable(),
  uplink: z.object({ listenPort: z.int(), toPort: z.int() }).nullable(),
  folder: z.string(),
  speed: z.number().min(0.1).max(100_000),
});

export function readSimulatedSite(path: string): SimulatedSite {
  const read = schema.safeParse(readJson(path));
  if (!read.success)
    throw new OperatingError('config', `${path} does not describe a site to simulate: ${read.error.issues[0]?.message}`, read.error);
  return read.data as SimulatedSite; // the refinements above are the template literal types of the ids
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): unknown {
  if (cause instanceof SyntaxError) return new OperatingError('config', `${path} is no JSON`, cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return code === undefined ? cause : new OperatingError('config', `${path} cannot be read: ${code}`, cause);
}
