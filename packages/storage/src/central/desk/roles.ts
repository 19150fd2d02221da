/** Who may do what where: one role an account and site. */
import type { AccountRole, RoleStore } from '@portvakt/ports';
import type { Database, Row } from '../../database/database.ts';
import { text } from '../row-reading.ts';
import { changed } from './changes.ts';

const roleColumns = 'account, owner, site, role';
const upsertRole = `INSERT INTO account_role (${roleColumns}) VALUES (?, ?, ?, ?) ON CONFLICT (account, owner, site) DO UPDATE SET role = excluded.role`;

export function roleStore(database: Database): RoleStore {
  return {
    rolesOf: async (account) =>
      (await database.query(`SELECT ${roleColumns} FROM account_role WHERE account = ? ORDER BY owner, site`, [account])).map(roleOf),
    roles: async ({ owner, site }) =>
      (await database.query(`SELECT ${roleColumns} FROM account_role WHERE owner = ? AND site = ? ORDER BY account`, [owner, site])).map(
        roleOf,
      ),
    putRole: async ({ account, owner, site, role }) => {
      await database.write([{ sql: upsertRole, params: [account, owner, site, role] }, changed({ owner, site }, 'accounts')]);
    },
  };
}

const roleOf = (row: Row): AccountRole => ({
  account: text(row, 'account'),
  owner: text(row, 'owner'),
  site: text(row, 'site'),
  role: text(row, 'role'),
});
