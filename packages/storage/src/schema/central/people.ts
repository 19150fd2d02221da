/**
 * The register of people: what the § 15 list and the card-status list are made from. Nothing here points at a tap or a passage, and
 * no row carries the time of one.
 *
 * People, cards and enterprises belong to the owner and are keyed within it; `site` is the site that recorded them first.
 */
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { isOneOf, scope } from '../columns.ts';

export const enterprise = sqliteTable(
  'enterprise',
  {
    ...scope(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    orgNumber: text('org_number'),
    soleProprietor: integer('sole_proprietor').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.id] }),
    index('enterprise_site').on(table.site),
    check('enterprise_org_number', sql`${table.orgNumber} IS NULL OR length(${table.orgNumber}) = 9`),
  ],
);

export const contractLink = sqliteTable(
  'contract_link',
  { ...scope(), enterprise: text('enterprise').notNull(), worksFor: text('works_for').notNull() },
  (table) => [primaryKey({ columns: [table.owner, table.site, table.enterprise, table.worksFor] })],
);

export const holder = sqliteTable(
  'holder',
  {
    ...scope(),
    id: text('id').notNull(),
    givenName: text('given_name').notNull(),
    familyName: text('family_name').notNull(),
    bornOn: text('born_on'),
    language: text('language').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.id] }),
    index('holder_site').on(table.site),
    check('holder_born_on', sql`${table.bornOn} IS NULL OR length(${table.bornOn}) = 10`),
  ],
);

export const card = sqliteTable(
  'card',
  {
    ...scope(),
    id: text('id').notNull(),
    holder: text('holder').notNull(),
    employer: text('employer').notNull(),
    type: text('type').notNull(),
    numberPrinted: text('number_printed'),
    numberNormal: text('number_normal'),
    issuedOn: text('issued_on'),
    printedExpiryOn: text('printed_expiry_on'),
    /** JSON list of register answers. */
    registers: text('registers').notNull(),
    lostOn: text('lost_on'),
    blockedAt: text('blocked_at'),
    blockedBy: text('blocked_by'),
    blockedReason: text('blocked_reason'),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.id] }),
    index('card_holder').on(table.owner, table.holder),
    index('card_site').on(table.site),
    check('card_type', isOneOf(table.type, ['construction', 'cleaning', 'car_care', 'goods_transport', 'site'])),
    check(
      'card_blocked',
      sql`(${table.blockedAt} IS NULL) = (${table.blockedBy} IS NULL) AND (${table.blockedAt} IS NULL) = (${table.blockedReason} IS NULL)`,
    ),
  ],
);

/** Every block and every lifting of one, by whom and why. Rows are only added. */
export const cardBlock = sqliteTable(
  'card_block',
  {
    position: integer('position').primaryKey({ autoIncrement: true }),
    ...scope(),
    card: text('card').notNull(),
    change: text('change').notNull(),
    /** RFC 3339; `null` where whoever lifted a block did not say. */
    at: text('at'),
    by: text('by'),
    reason: text('reason'),
  },
  (table) => [
    index('card_block_card').on(table.owner, table.card),
    check('card_block_change', isOneOf(table.change, ['blocked', 'lifted'])),
    check(
      'card_block_told',
      sql`${table.change} = 'lifted' OR (${table.at} IS NOT NULL AND ${table.by} IS NOT NULL AND ${table.reason} IS NOT NULL)`,
    ),
  ],
);

export const credential = sqliteTable(
  'credential',
  {
    ...scope(),
    id: text('id').notNull(),
    card: text('card').notNull(),
    technology: text('technology').notNull(),
    bits: text('bits').notNull(),
    bitLength: integer('bit_length').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.id] }),
    index('credential_card').on(table.owner, table.card),
    check('credential_bits', sql`${table.bits} <> '' AND ${table.bits} NOT GLOB '*[^0-9a-f]*' AND length(${table.bits}) % 2 = 0`),
    check('credential_bit_length', sql`${table.bitLength} BETWEEN 1 AND length(${table.bits}) * 4`),
  ],
);

/** Who works for whom, when. Rows are only added: a correction names the row it replaces. */
export const engagement = sqliteTable(
  'engagement',
  {
    ...scope(),
    id: text('id').notNull(),
    holder: text('holder').notNull(),
    employer: text('employer').notNull(),
    hirer: text('hirer'),
    validFrom: text('valid_from').notNull(),
    validUntil: text('valid_until'),
    card: text('card'),
    proof: text('proof'),
    proofSince: text('proof_since'),
    recordedAt: text('recorded_at').notNull(),
    supersedes: text('supersedes'),
    author: text('author').notNull(),
    reason: text('reason'),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.id] }),
    index('engagement_site').on(table.site),
    index('engagement_holder').on(table.owner, table.holder),
    index('engagement_supersedes').on(table.owner, table.supersedes).where(sql`${table.supersedes} IS NOT NULL`),
    check(
      'engagement_evidence',
      sql`(${table.card} IS NULL) <> (${table.proof} IS NULL) AND (${table.proof} IS NULL) = (${table.proofSince} IS NULL)`,
    ),
    check('engagement_days', sql`length(${table.validFrom}) = 10 AND (${table.validUntil} IS NULL OR length(${table.validUntil}) = 10)`),
  ],
);
