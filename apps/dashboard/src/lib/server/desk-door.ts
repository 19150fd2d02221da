/**
 * The way from the pages to the desk. Centre and edge agent run the desk in the same process and leave it in one well-known place, so
 * that a page never goes out through the network to find its own data.
 */
import { PORTVAKT_DESK_ORIGIN } from '$app/env/private';

type Desk = (request: Request) => Response | Promise<Response>;

const DESK = Symbol.for('portvakt.desk');

/** Sends the request on as the visitor; `undefined` where there is no desk to ask. */
export async function throughDesk(request: Request, cookie: string | null): Promise<Response> {
  const asVisitor = new Request(request);
  if (cookie !== null) asVisitor.headers.set('cookie', cookie);
  const desk = (globalThis as { [DESK]?: Desk })[DESK];
  if (desk !== undefined) return desk(asVisitor);
  if (PORTVAKT_DESK_ORIGIN === undefined) return noDesk();
  const { pathname, search } = new URL(request.url);
  return fetch(new Request(new URL(pathname + search, PORTVAKT_DESK_ORIGIN), asVisitor));
}

function noDesk(): Response {
  return Response.json(
    { type: 'about:blank', title: 'Not available right now', status: 503, code: 'unavailable' },
    { status: 503, headers: { 'content-type': 'application/problem+json' } },
  );
}
