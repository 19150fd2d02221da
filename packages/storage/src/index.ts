/** Everything that touches SQL: the checked door to libSQL, the edge's log and the centre's stores. */
export { type Answer, type Database, type DatabaseStats, type Row, rowsOf, type SqlValue, type Statement } from './database/database.ts';
export type { LogIdentity } from './edge/entry-append.ts';
export { type FileEntryStore, openEntryReader, openEntryStore } from './edge/open-entry-store.ts';
export type { SeenNonces } from './edge/seen-nonces.ts';
