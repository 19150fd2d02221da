/** Shapes that recur in every message. Objects are strict: an unknown key is a fault, not something to skip. */
import { type Id, isId, isSiteDay, type Kind, type SiteDay } from '@portvakt/domain';
import { z } from 'zod';

export function id<K extends Kind>(kind: K) {
  return z
    .string()
    .max(48)
    .refine((text): text is Id<K> => isId(kind, text), { message: `not an id of a ${kind}` });
}

/** RFC 3339 with offset. */
export const instant = z.iso.datetime({ offset: true });
export const siteDay = z.string().refine((text): text is SiteDay => isSiteDay(text), { message: 'not a date of the form YYYY-MM-DD' });
export const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
export const base64 = (max: number) => z.base64().max(max);
export const base64url = (max: number) => z.base64url().max(max);
/** Text a person wrote: well-formed, no control characters, not blank. */
export const personText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.trim() !== '' && text.isWellFormed() && !/\p{Cc}/u.test(text), {
      message: 'empty, or holds characters that cannot be stored',
    });
export const scope = { owner: id('owner'), site: id('site') };
export const version = z.int().min(0);
export const protocol = z.int().min(1).max(1_000);
export const direction = z.enum(['in', 'out']);
