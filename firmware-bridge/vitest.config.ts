import { defineConfig } from 'vitest/config';

/** Tests wait on events of real ports and brokers; the limit only ends a wait in vain, also on a machine that does much else. */
export default defineConfig({ test: { testTimeout: 20_000 } });
