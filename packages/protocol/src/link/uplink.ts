/** The log on its way up: oldest first, bounded, acknowledged only after the centre's own commit. */
import { z } from 'zod';
import { base64, hex, id, protocol } from '../primitives.ts';

export const UPLINK_ENTRIES_MAX = 500;
export const UPLINK_BYTES_MAX = 256 * 1024;
const ENVELOPE_MAX = 4_096;

export const uplinkEntry = z.strictObject({
  sequence: z.int().min(1),
  /** The JSON text of an envelope, exactly as hashed. Text here, so that a poisoned one does not spoil its batch. */
  envelope: z.string().max(ENVELOPE_MAX),
  hash: hex(32),
  personal: z.string().max(1_024).nullable(),
  salt: base64(40).nullable(),
});

export const uplinkBatch = z.strictObject({
  protocol,
  agent: id('agent'),
  epoch: z.int().min(1),
  /** In order, gapless. */
  entries: z.array(uplinkEntry).min(1).max(UPLINK_ENTRIES_MAX),
});

export const uplinkAck = z.strictObject({
  epoch: z.int().min(1),
  /** Every entry up to and with this one is durable at the centre. */
  acknowledged: z.int().min(0),
  /** Set aside as unreadable; they count as acknowledged and are shown at the centre. */
  quarantined: z.array(z.strictObject({ sequence: z.int().min(1), reason: z.string().max(200) })),
});

export type UplinkEntry = z.infer<typeof uplinkEntry>;
export type UplinkBatch = z.infer<typeof uplinkBatch>;
export type UplinkAck = z.infer<typeof uplinkAck>;
