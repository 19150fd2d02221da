/** Everything that touches SQL: the checked door to libSQL, the edge's log and the centre's stores. */
export { openCentralStores } from './central/open-central-stores.ts';
export { type Answer, type Database, type DatabaseStats, type Row, rowsOf, type SqlValue, type Statement } from './database/database.ts';
export { type AuthTables, authTables } from './drizzle/auth-tables.ts';
export { drizzleOver } from './drizzle/drizzle-over.ts';
export type { LogIdentity } from './edge/entry-append.ts';
export { type FileEntryStore, openEntryReader, openEntryStore } from './edge/open-entry-store.ts';
export type { SeenNonces } from './edge/seen-nonces.ts';
export { type FileState, inspectFile } from './inspect/file-state.ts';
export { type CentralReader, openCentralReader } from './inspect/open-central-reader.ts';
export { type OpenOptions, openDatabase } from './open-database.ts';
