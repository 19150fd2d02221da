/** Keys, signatures, sealed boxes and the hash chain: what centre and edge must compute alike. */
export * from './chain.ts';
export * from './sealing.ts';
export * from './signing.ts';
