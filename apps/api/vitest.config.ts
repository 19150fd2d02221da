import { defineConfig } from 'vitest/config';

// each test has a centre of its own on a real file: on a machine that does other things too that takes seconds
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } });
