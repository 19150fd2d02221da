/** Owners, sites and what stands there. Descriptions are kept as JSON: they are read and replaced whole. */
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { scope } from '../columns.ts';

/** The one table whose owner is the row itself; it stands above any site. */
export const owner = sqliteTable('owner', { owner: text('owner').primaryKey(), name: text('name').notNull() });

export const site = sqliteTable(
  'site',
  {
    owner: text('owner').notNull(),
    site: text('site').primaryKey(),
    code: text('code').notNull().unique(),
    name: text('name').notNull(),
    address: text('address').notNull(),
    client: text('client').notNull(),
    listKeeper: text('list_keeper'),
    zones: text('zones').notNull(),
    gates: text('gates').notNull(),
    policy: text('policy').notNull(),
  },
  (table) => [check('site_code', sql`${table.code} <> '' AND ${table.code} NOT GLOB '*[^a-z0-9-]*'`)],
);

/** Made once, with the site. The private keys never leave the centre. */
export const siteKey = sqliteTable(
  'site_key',
  {
    owner: text('owner').notNull(),
    site: text('site')
      .primaryKey()
      .references(() => site.site),
    signingPublic: text('signing_public').notNull(),
    signingPrivate: text('signing_private').notNull(),
    sealingPublic: text('sealing_public').notNull(),
    sealingPrivate: text('sealing_private').notNull(),
    digestId: text('digest_id').notNull(),
    digestKey: text('digest_key').notNull(),
  },
  (table) => [check('site_key_digest', sql`length(${table.digestKey}) = 32`)],
);

export const equipment = sqliteTable(
  'equipment',
  {
    ...scope(),
    place: integer('place').notNull(),
    agent: text('agent'),
    connection: text('connection').notNull(),
    readers: text('readers').notNull(),
    gates: text('gates').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.site, table.place] }), index('equipment_agent').on(table.agent)],
);
