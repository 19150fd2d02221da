/** The first message of every connection, and the request for a new epoch. */
import { documented, readBody } from '@portvakt/desk';
import type { Agent } from '@portvakt/ports';
import { epochResponse, type HelloRequest, helloRequest, helloResponse, PROTOCOL_VERSION } from '@portvakt/protocol';
import { Hono } from 'hono';
import { type Central, instant } from '../central.ts';
import { heard } from './agent-status.ts';
import { callingAgent } from './agent-token.ts';
import { spoken } from './speaks.ts';

/** Epochs a restored centre raises itself by at most, to reach the one an agent says it was given. */
const EPOCHS_CAUGHT_UP_MAX = 1_000;

export function helloRoutes(central: Central): Hono {
  const { stores, runtime } = central;
  const app = new Hono();

  app.post(
    '/hello',
    documented({ summary: 'First message of a connection', tag: 'agent link', body: helloRequest, answers: { 200: helloResponse } }),
    async (c) => {
      const agent = await callingAgent(stores.agents, runtime, c.req.raw);
      const told = await readBody(c, spoken(helloRequest));
      const epoch = await epochOf(central, agent, told);
      await mendLineage(central, agent, told);
      const head = await stores.ledger.head(agent.id, told.epoch);
      await heard(stores.agents, runtime, agent, {
        program: told.program,
        boot: told.boot,
        clock: told.clock,
        epoch: told.epoch,
        sequence: told.sequence,
        list: told.list,
      });
      return c.json({ protocol: PROTOCOL_VERSION, epoch, acknowledged: head?.sequence ?? 0, now: instant(runtime) });
    },
  );

  app.post(
    '/epoch',
    documented({ summary: 'A new epoch, when the log begins anew', tag: 'agent link', answers: { 200: epochResponse } }),
    async (c) => {
      const agent = await callingAgent(stores.agents, runtime, c.req.raw);
      return c.json({ epoch: await stores.agents.nextEpoch(agent.id) });
    },
  );

  return app;
}

/**
 * The epoch that may write. An agent in a newer one than is known here was given it by this centre before the centre was restored from
 * a copy: the centre catches up, so that what the copy lacks can be uploaded again.
 */
async function epochOf({ stores, log }: Central, agent: Agent, told: HelloRequest): Promise<number> {
  let { epoch } = agent;
  if (told.epoch <= epoch || told.epoch - epoch > EPOCHS_CAUGHT_UP_MAX) return epoch;
  log.warn({ agent: agent.id, known: epoch, told: told.epoch }, 'an agent is in an epoch that was forgotten here');
  while (epoch < told.epoch) epoch = await stores.agents.nextEpoch(agent.id);
  return epoch;
}

/** The same for the card-status list: a version that was forgotten here would be given out twice, so a new lineage begins. */
async function mendLineage({ stores, projector, log }: Central, agent: Agent, { list }: HelloRequest): Promise<void> {
  if (list === null) return;
  const head = await stores.cardStatus.head(agent.scope);
  if (head === undefined || head.lineage !== list.lineage || head.version >= list.version) return;
  log.warn(
    { agent: agent.id, known: head.version, told: list.version },
    'an agent has a list that was forgotten here: a new lineage begins',
  );
  await projector.startOver(agent.scope);
}
