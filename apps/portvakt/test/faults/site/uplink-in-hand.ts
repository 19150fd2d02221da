/**
 * The uplink as a piece of string that a test holds: passed on as it comes, cut, or torn in one direction only, so that the centre hears
 * the box and the box never hears of it.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface UplinkInHand {
  readonly port: number;
  /** Bytes that went towards the centre since the beginning. */
  readonly sent: number;
  /** Breaks what is open and lets nothing through. */
  cut(): void;
  /** What the box says goes on; what the centre says is lost. */
  loseAnswers(): void;
  mend(): void;
  close(): Promise<void>;
}

type State = 'whole' | 'cut' | 'no_answers';

export async function holdUplink(toPort: number): Promise<UplinkInHand> {
  const sockets = new Set<Socket>();
  let state: State = 'whole';
  let sent = 0;
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy();
      return;
    }
    const far = connect({ port: toPort, host: '127.0.0.1', noDelay: true });
    near.setNoDelay(true);
    near.on('data', (bytes: Uint8Array) => {
      sent += bytes.length;
      far.write(bytes);
    });
    far.on('data', (bytes: Uint8Array) => {
      if (state === 'whole') near.write(bytes);
    });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return {
    port: address.port,
    get sent() {
      return sent;
    },
    cut: () => {
      state = 'cut';
      breakAll();
    },
    loseAnswers: () => {
      state = 'no_answers';
    },
    mend: () => {
      if (state === 'no_answers') breakAll(); // an answer with a hole in it would be another fault
      state = 'whole';
    },
    close: async () => {
      breakAll();
      server.close();
      await once(server, 'close');
    },
  };
}
