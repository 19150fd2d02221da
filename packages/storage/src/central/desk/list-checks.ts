/** Checks of the § 15 list: each is kept, the newest of a day counts. */
import type { ListCheck } from '@portvakt/domain';
import type { ListCheckStore } from '@portvakt/ports';
import type { Database, Row } from '../../database/database.ts';
import { text, textIfAny } from '../row-reading.ts';
import { changed } from './changes.ts';

const insertCheck = `INSERT INTO list_check (owner, site, day, checked_at, checked_by_name, checked_by_role, remark) VALUES (?, ?, ?, ?, ?, ?, ?)`;
const selectChecks = `SELECT day, checked_at, checked_by_name, checked_by_role, remark FROM list_check WHERE position IN
  (SELECT max(position) FROM list_check WHERE owner = ? AND site = ? AND day BETWEEN ? AND ? GROUP BY day) ORDER BY day`;

export function listCheckStore(database: Database): ListCheckStore {
  return {
    put: async (scope, { day, checkedAt, checkedBy, remark }) => {
      const params = [scope.owner, scope.site, day, checkedAt, checkedBy.name, checkedBy.role, remark];
      await database.write([{ sql: insertCheck, params }, changed(scope, 'list_check')]);
    },
    checks: async ({ owner, site }, from, until) => (await database.query(selectChecks, [owner, site, from, until])).map(checkOf),
  };
}

function checkOf(row: Row): ListCheck {
  return {
    day: text(row, 'day'),
    checkedAt: text(row, 'checked_at'),
    checkedBy: { name: text(row, 'checked_by_name'), role: text(row, 'checked_by_role') },
    remark: textIfAny(row, 'remark') ?? null,
  };
}
