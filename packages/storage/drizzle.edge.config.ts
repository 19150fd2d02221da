import { defineConfig } from 'drizzle-kit';

export default defineConfig({ dialect: 'sqlite', schema: './src/schema/edge/tables.ts', out: './migrations/edge', verbose: false });
