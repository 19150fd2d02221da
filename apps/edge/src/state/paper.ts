/**
 * A paper from the centre: signed text for this agent alone. Read from a file that anyone with a screwdriver may have changed, so the
 * signature and the address are checked each time, and a paper is never taken for an older one.
 */
import { signedText } from '@portvakt/protocol';
import { type Purpose, signedTextHolds } from '@portvakt/trust';
import type { z } from 'zod';
import { type Identity, jsonOf } from './identity.ts';

export type PaperRefusal = 'shape' | 'signature' | 'foreign' | 'older';

export type PaperRead<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: PaperRefusal };

interface Addressed {
  readonly owner: string;
  readonly site: string;
  readonly agent: string;
}

/** `atLeast`: the version in force; an older paper is refused. */
export function readPaper<T extends Addressed>(
  bytes: Uint8Array,
  purpose: Purpose,
  schema: z.ZodType<T>,
  me: Identity,
  atLeast = 0,
): PaperRead<T> {
  const outer = signedText.safeParse(jsonOf(bytes));
  if (!outer.success) return { ok: false, refusal: 'shape' };
  return readSigned(outer.data, purpose, schema, me, atLeast);
}

export function readSigned<T extends Addressed>(
  text: z.infer<typeof signedText>,
  purpose: Purpose,
  schema: z.ZodType<T>,
  me: Identity,
  atLeast = 0,
): PaperRead<T> {
  if (!signedTextHolds(purpose, text, me.centre.signingKey)) return { ok: false, refusal: 'signature' };
  const inner = schema.safeParse(jsonOf(Buffer.from(text.payload, 'utf8')));
  if (!inner.success) return { ok: false, refusal: 'shape' };
  const { owner, site, agent } = inner.data;
  if (owner !== me.owner || site !== me.site || agent !== me.agent) return { ok: false, refusal: 'foreign' };
  if ('version' in inner.data && Number(inner.data.version) < atLeast) return { ok: false, refusal: 'older' };
  return { ok: true, value: inner.data };
}
