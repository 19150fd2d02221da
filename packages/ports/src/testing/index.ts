export * from './channel-contract.ts';
export * from './entry-store-contract.ts';
export * from './manual-runtime.ts';
export * from './memory-entry-store.ts';
