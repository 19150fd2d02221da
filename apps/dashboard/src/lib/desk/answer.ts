/** What the desk said: a value, or a problem (RFC 9457) with its stable code. */
import type { ProblemCode } from '@portvakt/protocol';

export type DeskAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly code: ProblemCode | 'unreachable' };

export async function readAnswer<T>(response: Response): Promise<DeskAnswer<T>> {
  if (!response.ok) return { ok: false, status: response.status, code: await codeOf(response) };
  // The desk makes its answers to the protocol's schemas and is released together with these pages.
  return { ok: true, value: (response.status === 204 ? undefined : await response.json()) as T };
}

async function codeOf(response: Response): Promise<ProblemCode> {
  if (!response.headers.get('content-type')?.includes('json')) return response.status === 401 ? 'not_signed_in' : 'unavailable';
  const said: unknown = await response.json().catch((fault: unknown) => ({ fault }));
  const code = typeof said === 'object' && said !== null && 'code' in said ? said.code : undefined;
  // An unknown code gets the general words: `deskProblemText` has a text for whatever comes.
  return typeof code === 'string' ? (code as ProblemCode) : 'unavailable';
}
