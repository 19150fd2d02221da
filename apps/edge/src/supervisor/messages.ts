/**
 * What crosses between the supervisor and its children. Nudges say only that something lies there to be looked at; each may be dropped,
 * for everyone looks by itself now and then. No decision waits for any of this.
 */
import { z } from 'zod';

export const topics = ['log', 'down', 'identity', 'inbox', 'status'] as const;
export type Topic = (typeof topics)[number];

export const fromChild = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nudge'), topic: z.enum(topics) }),
  /** Made progress; silence for too long is a child that hangs. */
  z.strictObject({ kind: z.literal('beat') }),
  z.strictObject({ kind: z.literal('serving'), url: z.string() }),
]);
export type FromChild = z.infer<typeof fromChild>;

export type ToChild<Config> =
  | { readonly kind: 'start'; readonly config: Config }
  | { readonly kind: 'nudge'; readonly topic: Topic }
  | { readonly kind: 'stop' };

export const BEAT_EVERY_MS = 2_000;
/** Four beats missed: with the look that notices it, a hung child is replaced within fifteen seconds. */
export const SILENT_MAX_MS = 10_000;
