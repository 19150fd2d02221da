/**
 * The socket under an MQTT client. Without `noDelay` two QoS 1 messages in a row wait for each other's TCP acknowledgement, 40 ms at
 * each end; mqtt.js leaves that as the system has it.
 */
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { OperatingError } from '@portvakt/ports';

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

/** `mqtt://host:port`, or `mqtts://` for TLS. */
export function brokerAddress(url: string): BrokerAddress {
  const { protocol, hostname, port } = parsed(url);
  if (protocol !== 'mqtt:' && protocol !== 'mqtts:') throw new OperatingError('config', `not the address of a broker: ${protocol}`);
  const secure = protocol === 'mqtts:';
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (secure ? 8_883 : 1_883)), secure };
}

/** `ca`: certificate authority of the broker in PEM, when it is not one the system knows. */
export function openBrokerSocket({ host, port, secure }: BrokerAddress, ca?: string): Socket {
  if (!secure) return connectPlain({ host, port, noDelay: true });
  const socket = connectSecure({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...(ca === undefined ? {} : { ca }) });
  socket.setNoDelay(true);
  return socket;
}

function parsed(url: string): URL {
  if (!URL.canParse(url)) throw new OperatingError('config', 'not the address of a broker');
  return new URL(url);
}
