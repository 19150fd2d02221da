/** How far the centre has the log. A help and no truth: lost or wrong, the centre's own word at the next hello puts it right. */
import { z } from 'zod';
import { readIfThere, writeAtomically } from '../state/atomic-file.ts';
import { jsonOf } from '../state/identity.ts';

const watermark = z.strictObject({ v: z.literal(1), epoch: z.int().min(1), acknowledged: z.int().min(0) });
export type Watermark = Omit<z.infer<typeof watermark>, 'v'>;

export async function readWatermark(path: string): Promise<Watermark | undefined> {
  const bytes = await readIfThere(path);
  return bytes && watermark.safeParse(jsonOf(bytes)).data;
}

export async function writeWatermark(path: string, { epoch, acknowledged }: Watermark): Promise<void> {
  await writeAtomically(path, JSON.stringify({ v: 1, epoch, acknowledged }), { durable: false });
}
