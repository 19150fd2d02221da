export * from './line/back-off.ts';
export type { BrokerAccount } from './mqtt/broker-accounts.ts';
export * from './mqtt/embedded-broker.ts';
export * from './mqtt/mqtt-gate-channel.ts';
export * from './reads/hold-reads.ts';
export * from './serial/serial-gate-channel.ts';
export * from './serial/serial-reader-channel.ts';
export * from './serial/serial-timing.ts';
export * from './wiring.ts';
