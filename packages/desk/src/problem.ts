/** RFC 9457 answers, from the one table of codes. Nothing that was sent is echoed. */
import { type OperatingCode, OperatingError } from '@portvakt/ports';
import { type Problem, type ProblemCode, problems } from '@portvakt/protocol';
import type { z } from 'zod';

export interface ProblemExtras {
  readonly detail?: string;
  readonly errors?: Problem['errors'];
  readonly acknowledged?: number;
  readonly retryAfterS?: number;
  readonly traceId?: string;
  /** For whoever runs the app; never told. */
  readonly cause?: unknown;
}

export function problem(code: ProblemCode, extras: ProblemExtras = {}): Response {
  const { status, title } = problems[code];
  const { retryAfterS, cause: _, ...told } = extras;
  const body: Problem = { type: `urn:portvakt:problem:${code}`, title, status, code, ...told };
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  if (retryAfterS !== undefined) headers['retry-after'] = String(retryAfterS);
  return new Response(JSON.stringify(body), { status, headers });
}

/** Leaves a handler with a problem; turned into the answer by the app's error handler. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;
  constructor(code: ProblemCode, extras: ProblemExtras = {}) {
    super(problems[code].title, { cause: extras.cause });
    this.name = 'ProblemError';
    this.code = code;
    this.extras = extras;
  }
}

/** Operating fault → problem: the one table. */
const codeOf: Readonly<Record<OperatingCode, ProblemCode>> = {
  disk_full: 'unavailable',
  store_unavailable: 'unavailable',
  store_newer: 'unavailable',
  store_corrupt: 'unavailable',
  store_conflict: 'conflict',
  value_refused: 'invalid_input',
  link_down: 'centre_needed',
  link_refused: 'unavailable',
  link_busy: 'too_many_requests',
  port_unavailable: 'unavailable',
  port_in_use: 'unavailable',
  queue_full: 'too_many_requests',
  deadline: 'unavailable',
  key_missing: 'unavailable',
  config: 'internal',
};

/** What an error becomes for the one who asked. A bug is told as no more than that; whoever runs the app logs it. */
export function problemOf(error: unknown): Response {
  if (error instanceof ProblemError) return problem(error.code, error.extras);
  if (error instanceof OperatingError) return problem(codeOf[error.code]);
  return problem('internal');
}

/** Schema faults as JSON pointers with what to do, without the values. */
export function inputErrors(error: z.ZodError): NonNullable<Problem['errors']> {
  return error.issues.slice(0, 20).map((issue) => ({
    pointer: `#/${issue.path.map(String).join('/')}`,
    message: issue.code === 'unrecognized_keys' ? 'holds a key that is not known here' : issue.message,
  }));
}
