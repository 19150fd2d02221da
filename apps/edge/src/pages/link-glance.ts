/** What the pages need to know of the link: is the centre there, and how much of the log has it. */
import { z } from 'zod';
import { readIfThere } from '../state/atomic-file.ts';
import { jsonOf } from '../state/identity.ts';

const glance = z.object({ connected: z.boolean(), heardMs: z.number().nullable(), acknowledged: z.number(), epoch: z.number() });
export type LinkGlance = z.infer<typeof glance>;

export async function readLinkGlance(path: string): Promise<LinkGlance | undefined> {
  const bytes = await readIfThere(path);
  return bytes && glance.safeParse(jsonOf(bytes)).data;
}
