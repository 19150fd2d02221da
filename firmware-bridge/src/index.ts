export * from './reads/hold-reads.ts';
export * from './serial/serial-gate-channel.ts';
export * from './serial/serial-reader-channel.ts';
export * from './serial/serial-timing.ts';
