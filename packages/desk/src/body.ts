import type { Context } from 'hono';
import type { z } from 'zod';
import { inputErrors, ProblemError } from './problem.ts';

/** A form at the desk is small. */
export const BODY_BYTES_MAX = 64 * 1024;

/** Reads a JSON body that fits its schema, or leaves with a problem that names the part and not its value. */
export async function readBody<S extends z.ZodType>(c: Context, schema: S, bytesMax = BODY_BYTES_MAX): Promise<z.infer<S>> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new ProblemError('invalid_input', { detail: 'Send application/json.' });
  }
  const text = await readText(c.req.raw, bytesMax);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new ProblemError('invalid_input', { detail: 'The body is no valid JSON.', cause });
    throw cause;
  }
  const read = schema.safeParse(value);
  if (!read.success) throw new ProblemError('invalid_input', { errors: inputErrors(read.error) });
  return read.data;
}

/** The body as text, read no further than the limit. */
export async function readText(request: Request, bytesMax: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw new ProblemError('too_large');
  const reader = request.body?.getReader();
  if (reader === undefined) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > bytesMax) {
      await reader.cancel();
      throw new ProblemError('too_large');
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}
