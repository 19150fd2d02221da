/** Questions to the desk from the part of a page that runs on the server. */
import { type Cookies, error, redirect } from '@sveltejs/kit';
import type { DeskAnswer } from '#lib/desk/answer.ts';
import { readAnswer } from '#lib/desk/answer.ts';
import { deskProblemText } from '#lib/wording/problem-text.ts';

interface Visit {
  readonly fetch: typeof fetch;
  readonly url: URL;
  readonly cookies: Cookies;
}

export async function askDesk<T>(visit: Pick<Visit, 'fetch'>, path: string, init?: RequestInit): Promise<DeskAnswer<T>> {
  return readAnswer<T>(await visit.fetch(`/api/v1${path}`, init));
}

export function asJson(method: 'POST' | 'DELETE', body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** The answer, or the page that tells why there is none: sign-in where that is what is lacking. */
export function orExplain<T>(answer: DeskAnswer<T>, url: URL): T {
  if (answer.ok) return answer.value;
  if (answer.code === 'not_signed_in') redirect(303, `/login?next=${encodeURIComponent(url.pathname)}`);
  error(answer.status >= 400 ? answer.status : 502, { message: deskProblemText(answer.code), code: answer.code });
}
