/** The whole of the centre as one Hono app: the agents' link, the desk, the register, operations. */
import { createDesk, ProblemError, problem, problemOf } from '@portvakt/desk';
import { isOperating } from '@portvakt/ports';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { matchedRoutes } from 'hono/route';
import { agentLink } from './agent-link/agent-link.ts';
import type { Central } from './central.ts';
import { centralActs } from './desk/central-acts.ts';
import { centralReads } from './desk/central-reads.ts';
import { openApi } from './http/open-api.ts';
import type { Peers } from './http/peer.ts';
import { sameOrigin } from './http/same-origin.ts';
import { operationRoutes } from './operations/operation-routes.ts';
import { registerRoutes } from './register/register-routes.ts';

/** The largest body any route takes; most take far less. */
const BODY_BYTES_MAX = 2 * 1024 * 1024;

/** The route that answered, as it is written; middleware matches everything and says nothing. */
function routeOf(c: Context): string {
  return matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none';
}

export function createApp(central: Central, peers: Peers): Hono {
  const { stores, runtime, feed, projector, signIn, metrics, log } = central;
  const failed = (error: unknown) => {
    metrics.faults.inc();
    log.error({ err: error }, 'a request failed');
  };
  const app = new Hono();
  // first, for it may put another request in the place of the one that came
  app.use('*', bodyLimit({ maxSize: BODY_BYTES_MAX, onError: () => problem('too_large') }));
  app.use('*', peers.remember);
  app.use('*', async (c, next) => {
    const beganMs = runtime.monotonicMs();
    await next();
    metrics.requests.observe(
      { method: c.req.method, route: routeOf(c), status: String(c.res.status) },
      (runtime.monotonicMs() - beganMs) / 1_000,
    );
    c.res.headers.set('x-content-type-options', 'nosniff');
  });
  app.use('/api/*', sameOrigin);
  app.route('/', operationRoutes(central));
  app.route('/agent/v1', agentLink(central));
  app.route('/api/v1', registerRoutes(central));
  const reads = centralReads(stores, feed, runtime);
  const acts = centralActs(stores, feed, projector, runtime);
  const desk = createDesk({
    reads,
    acts,
    sessions: signIn.sessions,
    runtime,
    from: 'centre',
    audit: (line) => stores.audit.put(line),
    failed,
  });
  app.route('/', desk);
  app.get('/openapi.json', openApi(app));
  app.onError((error) => {
    if (!(error instanceof ProblemError) && !isOperating(error, 'value_refused')) failed(error);
    return problemOf(error);
  });
  app.notFound(() => problem('not_found'));
  return app;
}
