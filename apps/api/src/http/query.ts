import { inputErrors, ProblemError } from '@portvakt/desk';
import type { Context } from 'hono';
import type { z } from 'zod';

/** The query of a request, or a problem. A key given twice or unknown is refused. */
export function readQuery<S extends z.ZodType>(c: Context, schema: S): z.output<S> {
  const given = c.req.queries();
  const once = Object.fromEntries(Object.entries(given).map(([key, values]) => [key, values.length === 1 ? values[0] : values]));
  const read = schema.safeParse(once);
  if (!read.success) throw new ProblemError('invalid_input', { errors: inputErrors(read.error) });
  return read.data;
}
