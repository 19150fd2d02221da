/** For whoever runs the centre: is it alive, is it ready, what has it counted. */
import { documented, problem } from '@portvakt/desk';
import { isOperating } from '@portvakt/ports';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Central } from '../central.ts';
import { isLocal } from '../http/peer.ts';

const check = z.enum(['ok', 'failing']);
const readiness = z.strictObject({ ready: z.boolean(), checks: z.strictObject({ database: check, clock: check }) });
/** The wall clock may jump; time since start may not. Their difference moving further than this within a minute is worth a look. */
const CLOCK_JUMP_MS = 2_000;
const CLOCK_LOOK_EVERY_MS = 60_000;

export function operationRoutes({ stores, runtime, metrics, stopping }: Central): Hono {
  const app = new Hono();
  const aheadMs = () => runtime.now() - runtime.monotonicMs();
  let before = aheadMs();
  const cancel = runtime.every(CLOCK_LOOK_EVERY_MS, () => {
    before = aheadMs();
  });
  stopping.addEventListener('abort', cancel, { once: true });

  app.get(
    '/healthz',
    documented({ summary: 'Whether the process answers', tag: 'operations', answers: { 200: z.strictObject({ alive: z.literal(true) }) } }),
    (c) => c.json({ alive: true }),
  );

  app.get(
    '/readyz',
    documented({ summary: 'Whether it can do its work', tag: 'operations', answers: { 200: readiness, 503: readiness } }),
    async (c) => {
      const database = await answers(() => stores.changes.latest());
      const clock = Math.abs(aheadMs() - before) < CLOCK_JUMP_MS;
      const ready = database && clock && !stopping.aborted;
      return c.json({ ready, checks: { database: database ? 'ok' : 'failing', clock: clock ? 'ok' : 'failing' } }, ready ? 200 : 503);
    },
  );

  app.get(
    '/metrics',
    documented({ summary: 'Counters for Prometheus, to this machine alone', tag: 'operations', answers: { 200: ['text/plain'] } }),
    async (c) => {
      if (!isLocal(c)) return problem('not_found');
      return c.body(await metrics.text(), 200, { 'content-type': metrics.contentType });
    },
  );
  return app;
}

/** Opening the stores migrates them, so a database that answers is one that is migrated. */
async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (cause) {
    if (isOperating(cause)) return false;
    throw cause;
  }
}
