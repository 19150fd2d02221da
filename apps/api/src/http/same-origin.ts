/** A page of another origin may not act with a visitor's cookie. Browsers say where a request comes from; programs say nothing. */
import { ProblemError } from '@portvakt/desk';
import type { MiddlewareHandler } from 'hono';

const ACTS = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export const sameOrigin: MiddlewareHandler = async (c, next) => {
  if (ACTS.has(c.req.method)) {
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin');
    const foreign =
      (site !== undefined && site !== 'same-origin' && site !== 'none') ||
      (origin !== undefined && URL.parse(origin)?.host !== hostOf(c.req));
    if (foreign) throw new ProblemError('not_allowed');
  }
  await next();
};

function hostOf(request: { header(name: string): string | undefined; readonly url: string }): string | undefined {
  return request.header('host') ?? URL.parse(request.url)?.host;
}
