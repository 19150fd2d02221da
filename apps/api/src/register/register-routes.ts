/** The register: sites, people, accounts, and the lists of them. Under `/api/v1`. */
import { Hono } from 'hono';
import type { Central } from '../central.ts';
import { accountRoutes } from './account-routes.ts';
import { listRoutes } from './list-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { siteRoutes } from './site-routes.ts';

export function registerRoutes(central: Central): Hono {
  const app = new Hono();
  for (const make of [accountRoutes, siteRoutes, peopleRoutes, listRoutes]) app.route('/', make(central));
  return app;
}
