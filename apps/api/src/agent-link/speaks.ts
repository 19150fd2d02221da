/** Whether a first message speaks a protocol version that is spoken here; asked before its shape is, which may be of another age. */
import { ProblemError } from '@portvakt/desk';
import { PROTOCOLS_SPOKEN } from '@portvakt/protocol';
import { z } from 'zod';

const versioned = z.looseObject({ protocol: z.int() });

/** A schema that first looks at `protocol`: leaves with `protocol_unknown` before anything else is judged. */
export function spoken<S extends z.ZodType>(schema: S) {
  return z.unknown().transform((value, context): z.output<S> => {
    const said = versioned.safeParse(value);
    if (said.success && !PROTOCOLS_SPOKEN.includes(said.data.protocol)) throw new ProblemError('protocol_unknown');
    const read = schema.safeParse(value);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  });
}
