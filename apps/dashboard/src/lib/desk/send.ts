/** Questions to the desk from the browser. */
import type { DeskAnswer } from './answer.ts';
import { readAnswer } from './answer.ts';

/** Longer than the desk needs, shorter than a person waits. */
const WAIT_MS = 10_000;

export async function sendToDesk<T>(
  path: string,
  method: 'POST' | 'DELETE' | 'GET',
  body?: unknown,
  stop?: AbortSignal,
): Promise<DeskAnswer<T>> {
  const timeout = AbortSignal.timeout(WAIT_MS);
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      signal: stop ? AbortSignal.any([stop, timeout]) : timeout,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return await readAnswer<T>(response);
  } catch (fault) {
    if (stop?.aborted) throw fault;
    return { ok: false, status: 0, code: 'unreachable' };
  }
}
