/** Who read or changed what, newest first; never the data itself. */
import type { AuditLine, AuditStore } from '@portvakt/ports';
import type { Database, Row } from '../../database/database.ts';
import { text } from '../row-reading.ts';

const insertLine = 'INSERT INTO audit_line (owner, site, at, account, action, subject) VALUES (?, ?, ?, ?, ?, ?)';
const selectLines = `SELECT owner, site, at, account, action, subject FROM audit_line WHERE owner = ? AND site = ? ORDER BY position DESC LIMIT ?`;

export function auditStore(database: Database): AuditStore {
  return {
    put: async ({ scope, at, account, action, subject }) => {
      await database.write([{ sql: insertLine, params: [scope.owner, scope.site, at, account, action, subject] }]);
    },
    lines: async ({ owner, site }, limit) => (await database.query(selectLines, [owner, site, limit])).map(lineOf),
  };
}

const lineOf = (row: Row): AuditLine => ({
  scope: { owner: text(row, 'owner'), site: text(row, 'site') },
  at: text(row, 'at'),
  account: text(row, 'account'),
  action: text(row, 'action'),
  subject: text(row, 'subject'),
});
