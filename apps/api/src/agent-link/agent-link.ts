/** Everything an agent asks of the centre, under `/agent/v1`. */
import { Hono } from 'hono';
import type { Central } from '../central.ts';
import { cardStatusRoute } from './card-status-route.ts';
import { downlinkRoutes } from './downlink-routes.ts';
import { enrolRoute } from './enrol-route.ts';
import { helloRoutes } from './hello-route.ts';
import { streamRoute } from './stream-route.ts';
import { uplinkRoute } from './uplink-route.ts';

export function agentLink(central: Central): Hono {
  const app = new Hono();
  for (const make of [enrolRoute, helloRoutes, uplinkRoute, cardStatusRoute, downlinkRoutes, streamRoute]) app.route('/', make(central));
  return app;
}
