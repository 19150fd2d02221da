/** The site's uplink as a piece of string: TCP passed on as it comes, until it is cut. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface UplinkRelay {
  readonly port: number;
  /** Breaks what is open and lets nothing through. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

const CONNECTIONS_MAX = 256;

export async function startUplinkRelay(listenPort: number, toPort: number): Promise<UplinkRelay> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut || sockets.size >= CONNECTIONS_MAX) {
      near.destroy();
      return;
    }
    const far = connect({ port: toPort, host: '127.0.0.1', noDelay: true });
    near.setNoDelay(true);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(listenPort, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : listenPort,
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => {
      isCut = false;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
