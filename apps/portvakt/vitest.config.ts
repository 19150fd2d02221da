import { defineConfig } from 'vitest/config';

// whole sites of real processes, and a browser: one at a time, so that each has the machine to itself
const alone = { fileParallelism: false, testTimeout: 90_000, hookTimeout: 180_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'site',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/browser/**'],
          ...alone,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: 'test/browser/global-setup.ts',
          ...alone,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
