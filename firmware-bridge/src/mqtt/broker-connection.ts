/**
 * One connection to a broker, from the dial to its end. A new client object each time: mqtt.js keeps what was not delivered and says it
 * again after a reconnect, which for an order to open is the one thing that must not happen.
 *
 * The session is clean: what gates said while we were away is gone. A persistent session would hand over the cards of the last minutes
 * as if they were shown now, for events carry no time of their own that could be believed.
 */
import { MqttClient } from 'mqtt';
import type { Connection, Dial, Patience } from '../line/kept-line.ts';
import type { RawMessage } from './inbound.ts';
import { packetLimit } from './packet-limit.ts';
import { type BrokerAddress, brokerAddress, openBrokerSocket } from './socket.ts';

export interface BrokerLogin {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** One per process: two clients of one id throw each other out for ever. */
  readonly clientId: string;
  /** Certificate authority of the broker, PEM, when it is not one the system knows. */
  readonly ca?: string | undefined;
}

export interface BrokerConnection extends Connection {
  /** QoS 0, never retained. False when so much is waiting to be sent already that it would come late. */
  send(topic: string, payload: string): boolean;
}

/** No packet of ours comes near; a longer one ends the connection before it fills the memory. */
export const PACKET_BYTES_MAX = 65_536;
/** About a hundred commands behind a link that takes none. */
const UNSENT_BYTES_MAX = 65_536;
const CONNECT_MS = 5_000;

export interface BrokerHeard {
  message(message: RawMessage): void;
  oversized(): void;
}

export function dialBroker(login: BrokerLogin, topics: readonly string[], keepAliveS: number, heard: BrokerHeard): Dial<BrokerConnection> {
  const address = brokerAddress(login.url);
  return (tell) => {
    let over = false;
    let reason = 'the connection was closed';
    const end = (detail: string, patience: Patience = 'back_off') => {
      if (over) return;
      over = true;
      tell.ended(detail, patience);
    };
    // the first message can overtake the answer to the subscription, and proves the same
    let opened = false;
    const open = () => {
      if (!opened && !over) tell.opened();
      opened = true;
    };
    const client = new MqttClient(() => limitedSocket(address, login.ca, () => !over && heard.oversized()), {
      protocolVersion: 4,
      clean: true,
      clientId: login.clientId,
      ...(login.username === undefined ? {} : { username: login.username }),
      ...(login.password === undefined ? {} : { password: login.password }),
      keepalive: keepAliveS,
      connectTimeout: CONNECT_MS,
      reconnectPeriod: 0,
      queueQoSZero: false,
      resubscribe: false,
    });

    client.on('error', (error) => {
      reason = error.message;
    });
    client.on('close', () => end(reason));
    client.on('message', (topic, payload, { retain }) => {
      if (over) return;
      open();
      heard.message({ topic, payload, retained: retain });
    });
    client.on('connect', () => {
      client.subscribe([...topics], { qos: 1 }, (error) => {
        if (error) return end('the broker refuses our topics');
        open();
      });
    });

    return {
      send: (topic, payload) => {
        if (over || client.stream.writableLength > UNSENT_BYTES_MAX) return false;
        client.publish(topic, payload, { qos: 0, retain: false });
        return true;
      },
      close: async () => {
        over = true;
        // by force: a broker that hangs would not let us say goodbye, and nobody waits to hear it
        await new Promise<void>((resolve) => client.end(true, () => resolve()));
      },
    };
  };
}

function limitedSocket(address: BrokerAddress, ca: string | undefined, tooLong: () => void) {
  const socket = openBrokerSocket(address, ca);
  const limit = packetLimit(PACKET_BYTES_MAX);
  socket.on('data', (chunk: Uint8Array) => {
    if (socket.destroyed || limit.admits(chunk)) return;
    tooLong();
    socket.destroy(new Error('a packet of the broker is too long'));
  });
  return socket;
}
