import type { LogHead } from '@portvakt/ports';
import type { Row } from '../../database/database.ts';
import { text, whole } from '../row-reading.ts';

/** How far an agent's epoch is durable here. */
export const headOf = (row: Row): LogHead => ({
  epoch: whole(row, 'epoch'),
  sequence: whole(row, 'sequence'),
  hash: text(row, 'hash'),
  latestMs: whole(row, 'latest_ms'),
});
