/** Wires the centre and nothing else. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { type DashboardHandler, listenerOf } from '@portvakt/desk';
import { OperatingError, type Runtime } from '@portvakt/ports';
import { createApp } from './app.ts';
import type { CentralConfig } from './config.ts';
import { type OpenStores, openCentre } from './open-centre.ts';

/** Time to end streams and finish what is being written, in milliseconds; then connections are cut. */
const STOP_WITHIN_MS = 2_500;
const SWEEP_EVERY_MS = 50;
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;

export interface CentralParts {
  readonly runtime: Runtime;
  /** Opened by the caller; else by `config.databaseUrl`. Closed with the centre either way. */
  readonly stores?: OpenStores;
  /** The built pages. */
  readonly dashboard?: DashboardHandler;
}

export interface RunningCentral {
  readonly url: string;
  readonly port: number;
  /** Ends streams, drains the writer, closes the database. */
  close(): Promise<void>;
}

export async function startCentral(config: CentralConfig, { runtime, stores, dashboard }: CentralParts): Promise<RunningCentral> {
  const centre = await openCentre(config, runtime, stores);
  const app = createApp(centre.central, centre.peers);
  const { server, port } = await listen(listenerOf(app, dashboard), config).catch(async (cause: unknown) => {
    centre.stop();
    await centre.close();
    throw cause;
  });
  centre.central.log.info({ port }, 'the centre listens');
  let closing: Promise<void> | undefined;
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    centre.stop();
    const cut = runtime.after(STOP_WITHIN_MS, () => server.closeAllConnections());
    // a connection whose stream has just ended stays open for the next request: there will be none
    const sweep = runtime.every(SWEEP_EVERY_MS, () => server.closeIdleConnections());
    await closed;
    sweep();
    cut();
    await centre.close();
  };
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    port,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function listen(listener: RequestListener, config: CentralConfig): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer({ headersTimeout: HEADERS_WITHIN_MS, requestTimeout: REQUEST_WITHIN_MS, noDelay: true }, listener);
  return new Promise((resolve, reject) => {
    server.on('error', (cause: NodeJS.ErrnoException) => {
      reject(
        new OperatingError(
          cause.code === 'EADDRINUSE' ? 'port_in_use' : 'port_unavailable',
          `cannot listen on ${config.host} port ${config.port}`,
          cause,
        ),
      );
    });
    server.listen(config.port, config.host, () => {
      const address = server.address();
      resolve({ server, port: typeof address === 'object' && address !== null ? address.port : config.port });
    });
  });
}
