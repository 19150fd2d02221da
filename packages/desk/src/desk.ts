/**
 * The desk: what people ask the system, the same at the centre and at the edge. Routes over promises; it knows neither database nor
 * log, so that the pages and their contract are one, whoever serves them.
 */
import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { isOperating } from '@portvakt/ports';
import { Hono } from 'hono';
import type { DashboardHandler, DeskDeps } from './desk-deps.ts';
import { ProblemError, problem, problemOf } from './problem.ts';
import { sessionRoutes } from './routes-session.ts';
import { siteRoutes } from './routes-site.ts';

/** Where the pages, rendered in this process, find the desk without a network in between. */
const IN_PROCESS = Symbol.for('portvakt.desk');

/** The contract alone, under `/api/v1`. */
export function createDesk(deps: DeskDeps): Hono {
  const app = new Hono();
  app.use('*', async (c, next) => {
    const origin = c.req.header('origin');
    // a page of another origin may not act with this visitor's cookie
    if (c.req.method !== 'GET' && origin !== undefined && URL.parse(origin)?.host !== c.req.header('host'))
      throw new ProblemError('not_allowed');
    await next();
  });
  app.route('/api/v1', sessionRoutes(deps));
  app.route('/api/v1/sites', siteRoutes(deps));
  app.onError((error) => {
    // that the centre is needed is an answer, not a fault
    if (!(error instanceof ProblemError) && !isOperating(error, 'link_down')) deps.failed?.(error);
    return problemOf(error);
  });
  app.notFound(() => problem('not_found'));
  return app;
}

/** What an app answers by itself; all else is for the pages. */
const OWN = /^\/(api|agent)\/|^\/(openapi\.json|healthz|readyz|metrics|version)(\?|$)/;

/**
 * One origin for app and pages, as a listener of a Node server. The pages answer on the socket themselves, so what is theirs never goes
 * through the app: a response that was sent already must not be touched by its middleware. `app` is the whole app of this origin.
 */
export function listenerOf(app: Hono, pages: DashboardHandler | undefined): RequestListener {
  const own = getRequestListener(app.fetch);
  if (pages === undefined) return (request, response) => void own(request, response);
  (globalThis as { [IN_PROCESS]?: (request: Request) => Response | Promise<Response> })[IN_PROCESS] = (request) => app.fetch(request);
  return (request, response) => {
    if (OWN.test(request.url ?? '/')) return void own(request, response);
    pages(request, response, () => {
      response.statusCode = 404;
      response.end();
    });
  };
}
