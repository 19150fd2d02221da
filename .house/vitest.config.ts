/** The house's own tests: trees with one fault each, planted in a temporary folder. */
import { defineConfig } from 'vitest/config';

export default defineConfig({ root: import.meta.dirname, test: { include: ['**/*.test.ts'], exclude: ['toolchain/**', 'dist/**'] } });
