/** How the gate process fares, for the other processes of the box: a small file, whole or not there, written once a second. */
import { clockTrust, id, version } from '@portvakt/protocol';
import { z } from 'zod';

const counts = z.record(z.string(), z.number());

export const gateStatus = z.strictObject({
  v: z.literal(1),
  /** By the wall clock, milliseconds since 1970 UTC. */
  atMs: z.number(),
  program: z.string(),
  boot: z.string(),
  epoch: z.int(),
  /** End of the durable log. */
  sequence: z.int(),
  /** Items that wait for the disk. */
  waiting: z.int(),
  clock: clockTrust,
  list: z.strictObject({ lineage: id('lineage'), version, cards: z.int(), ageS: z.number() }).nullable(),
  siteVersion: z.int().nullable(),
  alarms: z.int(),
  tallies: z.strictObject({
    decisions: counts,
    faults: counts,
    lost: counts,
    appendBuckets: z.array(z.number()),
    appendMsSum: z.number(),
    appends: z.number(),
    entries: z.number(),
    decisionFaults: z.number(),
    strayReads: z.number(),
    unlistedUnknown: z.number(),
  }),
});
export type GateStatus = z.infer<typeof gateStatus>;
