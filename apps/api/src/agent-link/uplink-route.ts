/** The log on its way up. */
import { documented, ProblemError, readBody } from '@portvakt/desk';
import { UPLINK_BYTES_MAX, uplinkAck, uplinkBatch } from '@portvakt/protocol';
import { Hono } from 'hono';
import type { Central } from '../central.ts';
import { bucket } from '../http/bucket.ts';
import { takeBatch } from '../ingest/take-batch.ts';
import { heard } from './agent-status.ts';
import { callingAgent } from './agent-token.ts';
import { spoken } from './speaks.ts';

/** Batches an agent may send: far above a morning's peak, far below what hurts the others. */
const BATCHES_A_SECOND = 50;
const BATCHES_AT_ONCE = 200;

export function uplinkRoute(central: Central): Hono {
  const { stores, runtime } = central;
  const app = new Hono();
  const allowance = bucket(runtime, { perSecond: BATCHES_A_SECOND, burst: BATCHES_AT_ONCE });

  app.post(
    '/uplink',
    documented({ summary: 'Upload entries of the log', tag: 'agent link', body: uplinkBatch, answers: { 200: uplinkAck } }),
    async (c) => {
      const agent = await callingAgent(stores.agents, runtime, c.req.raw);
      if (!allowance.take(agent.id)) throw new ProblemError('too_many_requests', { retryAfterS: 1 });
      // a batch is small as it is; what unpacks to much more than it says is not taken at all
      if ((c.req.header('content-encoding') ?? 'identity') !== 'identity')
        throw new ProblemError('invalid_input', { detail: 'Send the body uncompressed.' });
      const batch = await readBody(c, spoken(uplinkBatch), UPLINK_BYTES_MAX);
      const ack = await takeBatch(central, agent, batch);
      await heard(stores.agents, runtime, agent);
      return c.json(ack);
    },
  );
  return app;
}
