import { defineConfig } from 'vitest/config';

// real files, real threads and child processes: on a machine that does other things too a test takes seconds
export default defineConfig({ test: { testTimeout: 60_000 } });
