/** Papers for an agent, each signed by the site's key: fetched when the stream said so, and now and then. */
import { documented } from '@portvakt/desk';
import type { Agent, ChangeTopic } from '@portvakt/ports';
import { pendingCommands, signedText } from '@portvakt/protocol';
import type { SignedText } from '@portvakt/trust';
import { Hono } from 'hono';
import { z } from 'zod';
import { type Central, instant } from '../central.ts';
import { makeAccounts } from '../downlink/accounts.ts';
import { makeListKey } from '../downlink/list-key.ts';
import { makeRoster } from '../downlink/roster.ts';
import { makeSiteConfig } from '../downlink/site-config.ts';
import { versionToSend } from '../downlink/versions.ts';
import { readQuery } from '../http/query.ts';
import { callingAgent } from './agent-token.ts';

const COMMANDS_MAX = 100;
const NO_STORE = { 'cache-control': 'no-store' };
const query = z.strictObject({
  have: z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .pipe(z.int())
    .optional(),
});

interface Paper {
  readonly path: string;
  readonly summary: string;
  readonly topics: readonly ChangeTopic[];
  make(agent: Agent, version: number): Promise<SignedText>;
}

export function downlinkRoutes({ stores, runtime, feed, signIn }: Central): Hono {
  const app = new Hono();
  const papers: readonly Paper[] = [
    {
      path: '/roster',
      summary: 'The site roster, sealed; 204 when current',
      topics: ['people', 'roster', 'list_check'],
      make: (agent, version) => makeRoster(stores, runtime, agent, version),
    },
    {
      path: '/accounts',
      summary: 'Accounts for sign-in at the site, sealed; 204 when current',
      topics: ['accounts'],
      make: (agent, version) => makeAccounts(stores, signIn, runtime, agent, version),
    },
    {
      path: '/site-config',
      summary: 'Gates, zones, policy and equipment; 204 when current',
      topics: ['site'],
      make: (agent, version) => makeSiteConfig(stores, runtime, agent, version),
    },
  ];
  for (const { path, summary, topics, make } of papers) {
    app.get(path, documented({ summary, tag: 'agent link', answers: { 200: signedText, 204: null } }), async (c) => {
      const agent = await callingAgent(stores.agents, runtime, c.req.raw);
      const { have } = readQuery(c, query);
      const version = await versionToSend(feed, runtime, agent.scope.site, topics, have);
      return version === undefined ? c.body(null, 204) : c.json(await make(agent, version), 200, NO_STORE);
    });
  }

  app.get(
    '/list-key',
    documented({ summary: 'The key of the list, sealed', tag: 'agent link', answers: { 200: signedText } }),
    async (c) => {
      const agent = await callingAgent(stores.agents, runtime, c.req.raw);
      return c.json(await makeListKey(stores, runtime, agent), 200, NO_STORE);
    },
  );

  app.get(
    '/commands',
    documented({ summary: 'Orders without outcome, oldest first', tag: 'agent link', answers: { 200: pendingCommands } }),
    async (c) => {
      const agent = await callingAgent(stores.agents, runtime, c.req.raw);
      const pending = await stores.commands.pending(agent.id, instant(runtime), COMMANDS_MAX);
      return c.json({ commands: pending.map(({ payload, signature }) => ({ payload, signature })) }, 200, NO_STORE);
    },
  );

  return app;
}
