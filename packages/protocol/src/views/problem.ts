/** RFC 9457. `code` never changes; `title` and `detail` are for people. Nothing of what was sent is echoed. */
import { z } from 'zod';

export const problemCodes = [
  'not_signed_in',
  'wrong_sign_in',
  'too_many_tries',
  'accounts_too_old',
  'not_allowed',
  'not_found',
  'not_acceptable',
  'invalid_input',
  'too_large',
  'too_many_requests',
  'conflict',
  'gap',
  'fenced',
  'protocol_unknown',
  'code_refused',
  'agent_refused',
  'already_set_up',
  'centre_needed',
  'unavailable',
  'internal',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** Code → HTTP status and title: the one table. */
export const problems: Readonly<Record<ProblemCode, { readonly status: number; readonly title: string }>> = {
  not_signed_in: { status: 401, title: 'Sign in first' },
  wrong_sign_in: { status: 401, title: 'E-mail or password is wrong' },
  too_many_tries: { status: 429, title: 'Too many tries; wait a minute' },
  accounts_too_old: { status: 403, title: 'The accounts kept here are too old to sign in by; connect to the centre' },
  not_allowed: { status: 403, title: 'Your role does not include this' },
  not_found: { status: 404, title: 'There is nothing here' },
  not_acceptable: { status: 406, title: 'None of the wanted formats is made here' },
  invalid_input: { status: 400, title: 'Something sent is not as it should be' },
  too_large: { status: 413, title: 'More was sent than is taken at once' },
  too_many_requests: { status: 429, title: 'Slow down' },
  conflict: { status: 409, title: 'Someone else changed this first' },
  gap: { status: 409, title: 'Entries before these are missing' },
  fenced: { status: 409, title: 'Another copy of this agent has taken over' },
  protocol_unknown: { status: 426, title: 'This protocol version is not spoken here' },
  code_refused: { status: 403, title: 'The enrolment code is unknown, used or past its time' },
  agent_refused: { status: 401, title: 'This agent is not enrolled here' },
  already_set_up: { status: 409, title: 'Set-up has been done' },
  centre_needed: { status: 503, title: 'The centre cannot be reached; this can only be done there' },
  unavailable: { status: 503, title: 'Not available right now' },
  internal: { status: 500, title: 'A fault of ours; it has been noted' },
};

export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.enum(problemCodes),
  /** Which part of the input, as a JSON pointer, and what to do about it. */
  errors: z.array(z.strictObject({ pointer: z.string(), message: z.string() })).optional(),
  /** Durable so far, with `gap`. */
  acknowledged: z.int().optional(),
  traceId: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;
