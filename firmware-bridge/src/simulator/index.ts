export * from './em4100-reader.ts';
export * from './line.ts';
export * from './mqtt-gate.ts';
export * from './mqtt-gate-link.ts';
export * from './onetech-turnstile.ts';
