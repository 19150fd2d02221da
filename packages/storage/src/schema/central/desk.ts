/** What people do at the desk, and the feed of what changed. */
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { isOneOf, scope } from '../columns.ts';

const position = () => integer('position').primaryKey({ autoIncrement: true });

/** A person looked the § 15 list of a day over. Kept, not replaced: the newest of a day counts. */
export const listCheck = sqliteTable(
  'list_check',
  {
    position: position(),
    ...scope(),
    day: text('day').notNull(),
    checkedAt: text('checked_at').notNull(),
    checkedByName: text('checked_by_name').notNull(),
    checkedByRole: text('checked_by_role').notNull(),
    remark: text('remark'),
  },
  (table) => [index('list_check_day').on(table.site, table.day)],
);

/** One role an account and site: giving another replaces it, so that rights never pile up unseen. */
export const accountRole = sqliteTable(
  'account_role',
  { ...scope(), account: text('account').notNull(), role: text('role').notNull() },
  (table) => [
    primaryKey({ columns: [table.account, table.owner, table.site] }),
    index('account_role_site').on(table.site),
    check('account_role_role', isOneOf(table.role, ['site_manager', 'safety_representative', 'client', 'guard', 'administrator'])),
  ],
);

export const auditLine = sqliteTable(
  'audit_line',
  {
    position: position(),
    ...scope(),
    at: text('at').notNull(),
    account: text('account').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
  },
  (table) => [index('audit_line_site').on(table.site)],
);

/** One row a change, the newest hundred thousand (a trigger sees to that). */
export const change = sqliteTable('change', { position: position(), ...scope(), topic: text('topic').notNull() });
