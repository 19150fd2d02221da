/** An agent comes for the first time, or again after its box was replaced: a one-time code for an identity. */
import { createHash } from 'node:crypto';
import { documented, ProblemError, readBody } from '@portvakt/desk';
import { type AgentId, idOf, type SiteId } from '@portvakt/domain';
import { enrolRequest, enrolResponse, PROTOCOL_VERSION } from '@portvakt/protocol';
import { Hono } from 'hono';
import { type Central, instant } from '../central.ts';
import { spoken } from './speaks.ts';

/** The form a code is hashed in: letters and digits, hyphens and case do not count. Hex of its SHA-256. */
export function enrolCodeHash(code: string): string {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('hex');
}

/**
 * An agent is its name at its site: a box that comes back, or the one that replaces it, is the same agent in a new epoch, and what the
 * old box still sends is fenced off. So the id is made of the two, in the form of a uuid of version 7.
 */
export function agentIdOf(site: SiteId, name: string): AgentId {
  const hex = createHash('sha256')
    .update(`agent\n${site}\n${name.normalize('NFC').trim().toLowerCase()}`)
    .digest('hex');
  return idOf('agent', `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`);
}

export function enrolRoute({ stores, runtime, feed, log }: Central): Hono {
  const app = new Hono();
  app.post(
    '/enrol',
    documented({ summary: 'Enrol an agent with a one-time code', tag: 'agent link', body: enrolRequest, answers: { 200: enrolResponse } }),
    async (c) => {
      const { code, name, signingKey, sealingKey } = await readBody(c, spoken(enrolRequest));
      const now = instant(runtime);
      const agent = await stores.agents.enrol(enrolCodeHash(code), now, (scope) => ({
        id: agentIdOf(scope.site, name),
        scope,
        name,
        signingKey,
        sealingKey,
        epoch: 0, // raised below, above whatever was given out before
        enrolledAt: now,
        lastHeardAt: undefined,
        status: undefined,
      }));
      if (agent === undefined) throw new ProblemError('code_refused');
      const epoch = await stores.agents.nextEpoch(agent.id);
      log.info({ agent: agent.id, site: agent.scope.site, epoch }, 'agent enrolled');
      const keys = await stores.sites.keys(agent.scope);
      await feed.catchUp();
      const centre = { signingKey: keys.signing.publicKey, sealingKey: keys.sealing.publicKey };
      return c.json({ protocol: PROTOCOL_VERSION, agent: agent.id, ...agent.scope, epoch, centre });
    },
  );
  return app;
}
