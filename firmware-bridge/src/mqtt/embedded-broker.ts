/**
 * A broker inside the agent, for sites that have none. MQTT 3.1.1 (aedes), in memory: gates announce themselves again when it comes back.
 *
 * Listens to this machine alone unless told otherwise. On a site's network use `tls`; passwords go in the clear without it.
 */
import { once } from 'node:events';
import { createServer as createPlain, type Server, type Socket } from 'node:net';
import { createServer as createSecure } from 'node:tls';
import type { Scope } from '@portvakt/domain';
import { OperatingError } from '@portvakt/ports';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import { type BrokerAccount, findAccount, mayPublish, maySubscribe, mayUseClientId } from './broker-accounts.ts';
import { packetLimit } from './packet-limit.ts';
import { readTopic } from './topics.ts';

export interface EmbeddedBrokerSettings {
  readonly scope: Scope;
  readonly accounts: readonly BrokerAccount[];
  /** `127.0.0.1` unless given. */
  readonly host?: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Certificate and key in PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface EmbeddedBroker {
  readonly port: number;
  close(): Promise<void>;
}

/** A gate's longest message is 2 kB of payload; nobody has use for more. */
export const BROKER_PACKET_BYTES_MAX = 8_192;
/** Old connections linger beside new ones for a while after a bad night of radio. */
const CONNECTIONS_PER_ACCOUNT_MAX = 4;
const LOGIN_MS = 5_000;
const LOGIN_REFUSED = 4; // MQTT 3.1.1 § 3.2.2.3: bad user name or password

export async function startEmbeddedBroker(settings: EmbeddedBrokerSettings): Promise<EmbeddedBroker> {
  const { scope, accounts, host = '127.0.0.1', port, tls } = settings;
  const broker = await guardedBroker(scope, accounts);
  const serve = (socket: Socket) => {
    const limit = packetLimit(BROKER_PACKET_BYTES_MAX);
    socket.on('data', (chunk: Uint8Array) => {
      if (!socket.destroyed && !limit.admits(chunk)) socket.destroy();
    });
    broker.handle(socket);
  };
  const server = tls ? createSecure({ ...tls, noDelay: true, handshakeTimeout: LOGIN_MS }, serve) : createPlain({ noDelay: true }, serve);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.maxConnections = accounts.length * CONNECTIONS_PER_ACCOUNT_MAX;
  server.on('tlsClientError', (_, socket: Socket) => socket.destroy());
  const listensOn = await listening(server, host, port, broker);
  return {
    port: listensOn,
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      await closedBroker(broker);
      for (const socket of sockets) socket.destroy(); // also those that never logged in
      await closed;
    },
  };
}

async function guardedBroker(scope: Scope, accounts: readonly BrokerAccount[]): Promise<Aedes> {
  const accountOf = new WeakMap<Client, BrokerAccount>();
  return await Aedes.createBroker({
    connectTimeout: LOGIN_MS,
    maxTopicLevels: 8,
    authenticate: (client, username, password, done) => {
      const account = findAccount(accounts, username, password);
      if (!account || !mayUseClientId(account, client.id)) return done(refusedLogin(), false);
      accountOf.set(client, account);
      done(null, true);
    },
    authorizePublish: (client, packet, done) => {
      const account = client && accountOf.get(client);
      if (client && !(account && mayPublish(account, scope, packet.topic))) return done(new Error('not your topic'));
      // an event that stays would be handed out again as if it happened now
      if (packet.retain && readTopic(scope, packet.topic)?.kind !== 'availability') packet.retain = false;
      done();
    },
    authorizeSubscribe: (client, subscription, done) => {
      const account = accountOf.get(client);
      done(null, account && maySubscribe(account, scope, subscription.topic) ? subscription : null);
    },
  });
}

function refusedLogin(): AuthenticateError {
  return Object.assign(new Error('bad user name or password'), { returnCode: LOGIN_REFUSED });
}

async function listening(server: Server, host: string, port: number, broker: Aedes): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    await closedBroker(broker);
    throw refusedPort(`the broker cannot listen on ${host}:${port}`, cause);
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

const refusedPort = (what: string, cause: unknown): OperatingError => {
  const inUse = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
  return new OperatingError(inUse ? 'port_in_use' : 'port_unavailable', what, cause);
};

const closedBroker = (broker: Aedes): Promise<void> => new Promise((resolve) => broker.close(resolve));
