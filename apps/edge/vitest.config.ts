import { defineConfig } from 'vitest/config';

// real processes, real disks, and machines that do other things as well
export default defineConfig({ test: { testTimeout: 60_000 } });
