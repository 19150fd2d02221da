/** The card-status list for one agent: what changed since the version it has, the whole, or nothing. */
import { documented, ProblemError } from '@portvakt/desk';
import { id } from '@portvakt/protocol';
import { Hono } from 'hono';
import { z } from 'zod';
import { type Central, instant } from '../central.ts';
import { readQuery } from '../http/query.ts';
import { listBytes } from '../projection/list-bytes.ts';
import { heard } from './agent-status.ts';
import { callingAgent } from './agent-token.ts';

const query = z.strictObject({
  lineage: id('lineage').optional(),
  from: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .optional(),
  /** Of the index the agent has; lets any instance of the centre answer with a delta. */
  checksum: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
});

export function cardStatusRoute({ stores, runtime, projector, metrics }: Central): Hono {
  const app = new Hono();
  app.get(
    '/card-status',
    documented({
      summary: 'The card-status list: snapshot or delta, 204 when current',
      tag: 'agent link',
      answers: { 200: ['application/octet-stream'], 204: null },
    }),
    async (c) => {
      const agent = await callingAgent(stores.agents, runtime, c.req.raw);
      const { lineage, from, checksum } = readQuery(c, query);
      if ((lineage === undefined) !== (from === undefined))
        throw new ProblemError('invalid_input', { detail: 'lineage and from go together.' });
      const held =
        lineage === undefined || from === undefined
          ? undefined
          : { lineage, version: from, checksum: checksum ?? projector.checksumOf({ lineage, version: from }) };
      const bytes = await listBytes(stores, runtime, agent, held);
      await heard(stores.agents, runtime, agent, {
        list: held === undefined ? null : { lineage: held.lineage, version: held.version },
        listConfirmedAt: instant(runtime),
      });
      metrics.lists.inc({ kind: bytes === undefined ? 'current' : 'sent' });
      if (bytes === undefined) return c.body(null, 204);
      // the buffer is its own: made for this answer
      return c.body(bytes as Uint8Array<ArrayBuffer>, 200, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' });
    },
  );
  return app;
}
