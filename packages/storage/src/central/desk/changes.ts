/** The feed of changes: one row in the transaction of the change itself, so that no listener hears of what did not happen. */
import type { Scope } from '@portvakt/domain';
import type { ChangeStore, ChangeTopic } from '@portvakt/ports';
import type { Database, Statement } from '../../database/database.ts';
import { text, whole } from '../row-reading.ts';

const insert = 'INSERT INTO change (owner, site, topic) VALUES (?, ?, ?)';
const insertIfChanged = 'INSERT INTO change (owner, site, topic) SELECT ?, ?, ? WHERE changes() > 0';

export const changed = ({ owner, site }: Scope, topic: ChangeTopic): Statement => ({ sql: insert, params: [owner, site, topic] });

/** Only where the statement before it changed something. */
export const changedIfAny = ({ owner, site }: Scope, topic: ChangeTopic): Statement => ({
  sql: insertIfChanged,
  params: [owner, site, topic],
});

export function changeStore(database: Database): ChangeStore {
  return {
    latest: async () => whole((await database.query('SELECT coalesce(max(position), 0) AS latest FROM change'))[0]!, 'latest'),
    after: async (position, limit) => {
      const rows = await database.query('SELECT position, owner, site, topic FROM change WHERE position > ? ORDER BY position LIMIT ?', [
        position,
        limit,
      ]);
      return rows.map((row) => ({
        position: whole(row, 'position'),
        scope: { owner: text(row, 'owner'), site: text(row, 'site') },
        topic: text(row, 'topic'),
      }));
    },
  };
}
