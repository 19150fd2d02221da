/**
 * Requests to the centre, each with an end: whatever the other side does, an answer or a fault comes in bounded time and size. What the
 * centre refuses is an answer; that it cannot be reached is an operating fault.
 */
import { OperatingError, type Runtime } from '@portvakt/ports';
import { type ProblemCode, problem } from '@portvakt/protocol';
import { jsonOf } from '../state/identity.ts';
import type { AgentToken } from './agent-token.ts';

export const ANSWER_WITHIN_MS = 30_000;
/** The largest thing that comes down is a card-status list. */
export const ANSWER_BYTES_MAX = 96 * 1024 * 1024;
/** Clocks that differ by more make a token that is refused; then the centre's `Date` tells how far. */
const CLOCK_OFF_MS = 5_000;
const RETRY_AFTER_MAX_MS = 15 * 60_000;

export type Answer =
  | { readonly ok: true; readonly status: number; readonly bytes: Buffer }
  | {
      readonly ok: false;
      readonly status: number;
      readonly code: ProblemCode | undefined;
      readonly acknowledged: number | undefined;
      readonly retryAfterMs: number | undefined;
    };

export interface Asked {
  readonly method: 'GET' | 'POST';
  /** Below `/agent/v1/`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

export interface CentreClient {
  ask(asked: Asked): Promise<Answer>;
  /** An answer whose body comes bit by bit, until the signal ends it. */
  listen(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array> | Exclude<Answer, { ok: true }>>;
}

/** `token`: `undefined` before enrolment. */
export function centreClient(centralUrl: string, runtime: Runtime, token?: AgentToken): CentreClient {
  const base = `${centralUrl.replace(/\/+$/, '')}/agent/v1/`;
  let aheadMs = 0;

  const send = async ({ method, path, query = {}, body }: Asked, signal: AbortSignal, accept: string): Promise<Response> => {
    const url = new URL(path, base);
    for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, String(value));
    const headers: Record<string, string> = { accept };
    if (token !== undefined) headers.authorization = `Bearer ${await token.get(aheadMs)}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const request: RequestInit = {
      method,
      headers,
      signal,
      redirect: 'error',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    try {
      return await fetch(url, request);
    } catch (cause) {
      throw unreachable(cause);
    }
  };

  /** Whether the refusal was about our clock, and we know better now. */
  const learnedTime = (response: Response): boolean => {
    if (response.status !== 401 || token === undefined) return false;
    const said = Date.parse(response.headers.get('date') ?? '');
    const ahead = said - runtime.now();
    if (Number.isNaN(said) || Math.abs(ahead - aheadMs) < CLOCK_OFF_MS) return false;
    aheadMs = Math.round(ahead / 1_000) * 1_000;
    return true;
  };

  const withEnd = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const end = new AbortController();
    const cancel = runtime.after(ANSWER_WITHIN_MS, () => end.abort());
    try {
      return await work(end.signal);
    } finally {
      cancel();
    }
  };

  const sendTwice = async (asked: Asked, signal: AbortSignal, accept: string): Promise<Response> => {
    const first = await send(asked, signal, accept);
    if (!learnedTime(first)) return first;
    await first.body?.cancel();
    return await send(asked, signal, accept);
  };

  return {
    ask: (asked) =>
      withEnd(async (signal) => {
        const response = await sendTwice(asked, signal, 'application/json, application/octet-stream');
        const bytes = await bounded(response);
        return response.ok ? { ok: true, status: response.status, bytes } : refusalOf(response, bytes);
      }),
    listen: async (path, signal) => {
      // the head has its time, the body has none
      const head = new AbortController();
      const cancel = runtime.after(ANSWER_WITHIN_MS, () => head.abort());
      try {
        const response = await sendTwice({ method: 'GET', path }, AbortSignal.any([signal, head.signal]), 'text/event-stream');
        if (!response.ok || response.body === null) return refusalOf(response, await bounded(response));
        return response.body;
      } finally {
        cancel();
      }
    },
  };
}

function refusalOf(response: Response, bytes: Uint8Array): Exclude<Answer, { ok: true }> {
  const said = problem.safeParse(jsonOf(bytes)).data;
  return {
    ok: false,
    status: response.status,
    code: said?.code,
    acknowledged: said?.acknowledged,
    retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
  };
}

/** Seconds; the form with a date is not used by our centre, and clocks differ. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null || !/^\d{1,6}$/.test(header)) return undefined;
  return Math.min(Number(header) * 1_000, RETRY_AFTER_MAX_MS);
}

async function bounded(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > ANSWER_BYTES_MAX) throw new OperatingError('link_refused', 'the centre sent more than is ever asked for');
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof OperatingError ? cause : unreachable(cause);
  }
  return Buffer.concat(chunks);
}

/** `fetch` throws TypeError for the network and DOMException for an abort; its own cause is told, never the address. */
export function unreachable(cause: unknown): unknown {
  if (cause instanceof TypeError || cause instanceof DOMException)
    return new OperatingError('link_down', 'the centre cannot be reached', cause);
  return cause;
}
