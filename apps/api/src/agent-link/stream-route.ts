/**
 * The stream down to an agent: server-sent events that say only that something changed; the agent fetches.
 *
 * It holds at most one set of topics for a listener, whatever it does: a slow one hears of everything once, later; one that reads nothing
 * at all is dropped. It ends by itself after a while, and when the agent is enrolled anew, since its token was looked at only once.
 */
import { documented, ProblemError } from '@portvakt/desk';
import type { Agent } from '@portvakt/ports';
import { PROTOCOL_VERSION } from '@portvakt/protocol';
import { Hono } from 'hono';
import type { Central } from '../central.ts';
import { eventStream } from '../http/event-stream.ts';
import { heard } from './agent-status.ts';
import { callingAgent } from './agent-token.ts';

export const PING_EVERY_MS = 10_000;
export const LIFE_MAX_MS = 3_600_000;
const STREAMS_MAX = 40_000;

/** Topics of the change feed that an agent cares for, and what it is told. */
const TOLD = {
  card_status: ['card_status'],
  roster: ['roster'],
  people: ['roster'],
  list_check: ['roster'],
  accounts: ['accounts'],
  site: ['site'],
  commands: ['commands'],
  ledger: [],
  agent: [],
} as const;

export function streamRoute(central: Central): Hono {
  const { stores, runtime, feed, stopping, metrics, log } = central;
  const app = new Hono();
  let open = 0;

  app.get(
    '/stream',
    documented({ summary: 'What changed, as it changes (server-sent events)', tag: 'agent link', answers: { 200: ['text/event-stream'] } }),
    async (c) => {
      const agent = await callingAgent(stores.agents, runtime, c.req.raw);
      if (open >= STREAMS_MAX) throw new ProblemError('too_many_requests', { retryAfterS: 10 });
      open += 1;
      metrics.streams.set(open);
      const stream = eventStream({
        signal: AbortSignal.any([c.req.raw.signal, stopping]),
        ended: () => {
          for (const cancel of cancels) cancel();
          open -= 1;
          metrics.streams.set(open);
        },
      });
      const topics = new Set<string>();
      const cancels = [
        feed.listen(({ scope, topic }) => {
          if (scope.site !== agent.scope.site) return;
          for (const told of TOLD[topic]) topics.add(told);
          if (topics.size > 0) stream.offer(flush);
        }),
        runtime.every(PING_EVERY_MS, () => {
          stream.ping();
          stillEnrolled(agent).then(
            (still) => still || stream.close(),
            (error: unknown) => log.error({ err: error }, 'stream'),
          );
        }),
        runtime.after(LIFE_MAX_MS, () => stream.close()),
      ];
      const flush = () => {
        const data = JSON.stringify({ topics: [...topics] });
        topics.clear();
        return `event: changed\ndata: ${data}\n\n`;
      };
      stream.offer(() => `event: hello\ndata: ${JSON.stringify({ protocol: PROTOCOL_VERSION })}\n\n`);
      return stream.response;
    },
  );

  async function stillEnrolled(agent: Agent): Promise<boolean> {
    const now = await stores.agents.agent(agent.id);
    if (now === undefined || now.signingKey !== agent.signingKey) return false;
    await heard(stores.agents, runtime, now);
    return true;
  }
  return app;
}
