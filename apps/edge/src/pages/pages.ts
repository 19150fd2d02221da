/**
 * The box's own pages: the desk over log and roster, on the site's network. Nothing here is needed to decide; it may fall and start again
 * while people walk in and out.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import { getConnInfo } from '@hono/node-server/conninfo';
import { createDesk, type DashboardHandler, listenerOf } from '@portvakt/desk';
import { type EntryReader, isOperating, OperatingError, type Runtime } from '@portvakt/ports';
import { type Context, Hono } from 'hono';
import type { EdgeConfig } from '../config.ts';
import { type GateStatus, gateStatus } from '../gate/gate-status.ts';
import type { Logger } from '../log.ts';
import { readIfThere } from '../state/atomic-file.ts';
import { type Identity, jsonOf } from '../state/identity.ts';
import type { StateDir } from '../state/state-dir.ts';
import { boxMetrics } from './box-metrics.ts';
import { edgeActs } from './edge-acts.ts';
import { edgeReads } from './edge-reads.ts';
import { edgeSessions } from './edge-sessions.ts';
import { type LinkGlance, readLinkGlance } from './link-glance.ts';
import { logView } from './log-view.ts';
import { openPapers } from './papers.ts';

/** Looked at anyway, so that a lost nudge costs no more. */
const LOOK_EVERY_MS = 1_000;
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export interface PagesDeps {
  readonly config: EdgeConfig;
  readonly dir: StateDir;
  readonly me: Identity;
  readonly runtime: Runtime;
  readonly log: Logger;
  /** Rejects while the gate process has not made the log yet. */
  openLog(): Promise<EntryReader>;
  readonly dashboard: DashboardHandler | undefined;
  nudge(): void;
}

export interface RunningPages {
  readonly url: string;
  look(): void;
  close(): Promise<void>;
}

export async function startPages(deps: PagesDeps): Promise<RunningPages> {
  const { dir, me, runtime, log } = deps;
  const papers = openPapers(dir, me, (paper, why) => log.warn({ paper, why }, 'a paper from the centre was refused'));
  const reader = await deps.openLog();
  const view = logView(reader);
  const listeners = new Set<(topic: 'now' | 'people' | 'list') => void>();
  const tell = (...topics: readonly ('now' | 'people' | 'list')[]) => {
    for (const topic of topics) for (const listener of listeners) listener(topic);
  };
  let gate: GateStatus | undefined;
  let link: LinkGlance | undefined;

  const lookOnce = async () => {
    const [status, glance] = await Promise.all([readIfThere(dir.gateStatus), readLinkGlance(dir.linkStatus)]);
    gate = (status && gateStatus.safeParse(jsonOf(status)).data) ?? gate;
    const changedLink = glance?.connected !== link?.connected;
    link = glance;
    const changed = await papers.look(runtime.now());
    if (changed.length > 0) tell('now', 'people', 'list');
    else if ((await view.catchUp()) || changedLink) tell('now');
  };
  let looking: Promise<void> | undefined;
  let again = false;
  const look = () => {
    if (looking !== undefined) {
      again = true;
      return;
    }
    looking = lookOnce()
      .catch((cause: unknown) => {
        if (!isOperating(cause)) throw cause;
        log.warn({ code: cause.code }, 'the pages could not look');
      })
      .finally(() => {
        looking = undefined;
        if (again) {
          again = false;
          look();
        }
      });
  };

  await view.catchUp();
  await lookOnce();
  const stopLooking = runtime.every(LOOK_EVERY_MS, look);
  const sessions = edgeSessions(dir.sessions, me, runtime, () => papers.accounts);
  await sessions.load();

  const app = new Hono();
  app.get('/healthz', (c) => c.json({ alive: true }));
  app.get('/readyz', (c) => {
    const ready = {
      site: papers.site !== undefined,
      people: papers.roster !== undefined,
      accounts: papers.accounts !== undefined,
      gate: gate !== undefined,
    };
    return c.json(ready, Object.values(ready).every(Boolean) ? 200 : 503);
  });
  // a request that was passed on comes from elsewhere, whatever its socket says
  const isForwarded = (c: Context) => c.req.header('x-forwarded-for') !== undefined || c.req.header('forwarded') !== undefined;
  app.get('/metrics', (c) =>
    !isForwarded(c) && LOOPBACK.has(getConnInfo(c).remote.address ?? '') ? c.text(boxMetrics(gate, link)) : c.notFound(),
  );
  // set-up is the centre's
  app.get('/api/v1/setup', (c) => c.json({ needed: false }, 200, { 'cache-control': 'no-store' }));
  const desk = createDesk({
    reads: edgeReads({
      me,
      papers,
      log: view,
      gate: () => gate,
      link: () => link,
      listen: (changed) => {
        listeners.add(changed);
        return () => void listeners.delete(changed);
      },
    }),
    acts: edgeActs(dir.inbox, runtime, deps.nudge),
    sessions,
    runtime,
    from: 'edge',
    failed: (error) => log.error({ err: error }, 'the desk'),
  });
  app.route('/', desk);
  const server = await listen(listenerOf(app, deps.dashboard), deps.config.pages);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : deps.config.pages.port;
  return {
    url: `http://${deps.config.pages.host === '0.0.0.0' ? 'localhost' : deps.config.pages.host}:${port}`,
    look,
    close: async () => {
      stopLooking();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await looking;
      await reader.close();
    },
  };
}

async function listen(listener: RequestListener, { host, port }: EdgeConfig['pages']): Promise<Server> {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, noDelay: true }, listener);
  return await new Promise((resolve, reject) => {
    server.on('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new OperatingError(
          cause.code === 'EADDRINUSE' ? 'port_in_use' : 'port_unavailable',
          `cannot listen on ${host} port ${port}`,
          cause,
        ),
      ),
    );
    server.listen(port, host, () => resolve(server));
  });
}
