/** How the link fares, for the other processes of the box. */
import { z } from 'zod';
import { writeAtomically } from '../state/atomic-file.ts';

export const linkStatus = z.strictObject({
  v: z.literal(1),
  atMs: z.number(),
  connected: z.boolean(),
  /** When the centre was heard last, by the box's own wall clock. */
  heardMs: z.number().nullable(),
  epoch: z.int(),
  acknowledged: z.int(),
  /** Entries of the log that the centre does not have. */
  backlog: z.int(),
  /** Another copy of this agent has taken over: nothing is sent any more. */
  fenced: z.boolean(),
  list: z.strictObject({ lineage: z.string(), version: z.int() }).nullable(),
  /** Why the centre does not have us, where it said so. */
  refusal: z.string().nullable(),
});
export type LinkStatus = z.infer<typeof linkStatus>;

export async function writeLinkStatus(path: string, status: LinkStatus): Promise<void> {
  await writeAtomically(path, JSON.stringify(status), { durable: false });
}
