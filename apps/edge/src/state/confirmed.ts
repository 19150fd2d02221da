/** What the link tells the gate process of the centre: which list it called current, when, and whether the clocks agree. */
import { id, version } from '@portvakt/protocol';
import { z } from 'zod';
import { readIfThere, writeAtomically } from './atomic-file.ts';
import { jsonOf } from './identity.ts';

const confirmed = z.strictObject({
  v: z.literal(1),
  list: z.strictObject({ lineage: id('lineage'), version }).nullable(),
  /** When the centre confirmed the list last, by the box's own wall clock, milliseconds since 1970 UTC. */
  confirmedMs: z.int().min(0),
  /** Our wall clock less the centre's, milliseconds, when they were compared last. */
  clockOffByMs: z.int(),
  comparedMs: z.int().min(0),
});
export type Confirmed = z.infer<typeof confirmed>;

/** `undefined`: none, or not to be read; the age of the list then counts from when it was made. */
export async function readConfirmed(path: string): Promise<Confirmed | undefined> {
  const bytes = await readIfThere(path);
  return bytes && confirmed.safeParse(jsonOf(bytes)).data;
}

export async function writeConfirmed(path: string, value: Confirmed): Promise<void> {
  await writeAtomically(path, JSON.stringify(value));
}
