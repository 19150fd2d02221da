/** The brokers that gates are tried on: the one in our own process, and a stranger's. */
import { idOf } from '@portvakt/domain';
import type { BrokerAccount } from '../broker-accounts.ts';
import { startEmbeddedBroker } from '../embedded-broker.ts';
import { startMosquitto, type TestBroker } from './mosquitto-broker.ts';

const uuid = (n: number): string => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

export const scope = { owner: idOf('owner', uuid(1)), site: idOf('site', uuid(2)) };
export const [gateA, gateB] = [idOf('gate', uuid(3)), idOf('gate', uuid(4))];
export const [readerA, readerB] = [idOf('reader', uuid(5)), idOf('reader', uuid(6))];
export const stranger = idOf('reader', uuid(7));

export const agent = { role: 'agent', username: 'agent', password: 'password of the agent' } as const;
export const passwordA = 'password of gate A';
export const passwordB = 'password of gate B';
export const accounts: readonly BrokerAccount[] = [
  agent,
  { role: 'gate', gate: gateA, password: passwordA },
  { role: 'gate', gate: gateB, password: passwordB },
];

export const brokers: readonly (readonly [name: string, start: (port?: number) => Promise<TestBroker>])[] = [
  [
    'our own broker',
    async (port = 0) => {
      const broker = await startEmbeddedBroker({ scope, accounts, port });
      return { url: `mqtt://127.0.0.1:${broker.port}`, port: broker.port, kill: broker.close };
    },
  ],
  ['mosquitto', async (port) => await startMosquitto(scope, accounts, port)],
];
