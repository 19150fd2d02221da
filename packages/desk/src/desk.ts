/**
 * The desk: what people ask the system, the same at the centre and at the edge. Routes over promises; it knows neither database nor
 * log, so that the pages and their contract are one, whoever serves them.
 */
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
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
    if (!(error instanceof ProblemError)) deps.failed?.(error);
    return problemOf(error);
  });
  app.notFound(() => problem('not_found'));
  return app;
}

/** Puts the built pages behind everything the app serves itself. `app` is the whole app of this origin. */
export function serveDashboard(app: Hono, handler: DashboardHandler): void {
  (globalThis as { [IN_PROCESS]?: (request: Request) => Response | Promise<Response> })[IN_PROCESS] = (request) => app.fetch(request);
  app.all('*', (c) => {
    const { incoming, outgoing } = c.env as HttpBindings;
    if (incoming === undefined) return problem('not_found'); // asked in-process, without a socket: only the contract is there
    handler(incoming, outgoing, () => {
      outgoing.statusCode = 404;
      outgoing.end();
    });
    return RESPONSE_ALREADY_SENT;
  });
}
