/**
 * The statements of the register of people. `?1` is the owner and `?2` the site throughout; lists come as JSON in `?3`.
 *
 * People belong to the owner: a person recorded at one site and engaged at another is seen at both, and stays one row.
 */
import { packedFrom } from '../../database/packed-rows.ts';

/** `WHERE true` keeps SQLite from reading ON CONFLICT as a join condition. */
const upsert = (table: string, columns: readonly string[], key: string, updates: readonly string[]) =>
  `INSERT INTO ${table} (owner, site, ${columns.join(', ')})
   SELECT ?1, ?2, ${columns.map((_, i) => `value ->> ${i}`).join(', ')} FROM json_each(?3) WHERE true
   ON CONFLICT (${key}) DO ${updates.length === 0 ? 'NOTHING' : `UPDATE SET ${updates.map((column) => `${column} = excluded.${column}`).join(', ')}`}`;

const enterpriseColumns = ['id', 'name', 'org_number', 'sole_proprietor'];
const linkColumns = ['enterprise', 'works_for'];
const holderColumns = ['id', 'given_name', 'family_name', 'born_on', 'language'];
const cardFacts = [
  'holder',
  'employer',
  'type',
  'number_printed',
  'number_normal',
  'issued_on',
  'printed_expiry_on',
  'registers',
  'lost_on',
];
const blockColumns = ['blocked_at', 'blocked_by', 'blocked_reason'];
const credentialColumns = ['id', 'card', 'technology', 'bits', 'bit_length'];
const engagementColumns = [
  ...['id', 'holder', 'employer', 'hirer', 'valid_from', 'valid_until', 'card', 'proof', 'proof_since'],
  ...['recorded_at', 'supersedes', 'author', 'reason'],
];

export const putEnterprises = upsert('enterprise', enterpriseColumns, 'owner, id', enterpriseColumns.slice(1));
export const putLinks = upsert('contract_link', linkColumns, 'owner, site, enterprise, works_for', []);
export const putHolders = upsert('holder', holderColumns, 'owner, id', holderColumns.slice(1));
/** A card that is known keeps its block: what a register said an hour ago must not lift what was blocked since. */
export const putCards = upsert('card', ['id', ...cardFacts, ...blockColumns], 'owner, id', cardFacts);
export const putCredentials = upsert('credential', credentialColumns, 'owner, id', credentialColumns.slice(1));
export const recordEngagements = `INSERT INTO engagement (owner, site, ${engagementColumns.join(', ')})
  SELECT ?1, ?2, ${engagementColumns.map((_, i) => `value ->> ${i}`).join(', ')} FROM json_each(?3)`;

/** Blocks that come with cards seen for the first time; run before the cards are put. */
export const noteFirstBlocks = `INSERT INTO card_block (owner, site, card, change, at, by, reason)
  SELECT ?1, ?2, value ->> 0, 'blocked', value ->> 10, value ->> 11, value ->> 12 FROM json_each(?3)
  WHERE value ->> 10 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM card WHERE card.owner = ?1 AND card.id = value ->> 0)`;
export const setBlock = `UPDATE card SET blocked_at = ?, blocked_by = ?, blocked_reason = ? WHERE owner = ? AND id = ?`;
/** Right behind `setBlock`: a row only where a card was changed. */
export const noteBlock = `INSERT INTO card_block (owner, site, card, change, at, by, reason) SELECT ?, ?, ?, ?, ?, ?, ? WHERE changes() > 0`;

const heldHere = `SELECT holder FROM engagement WHERE owner = ?1 AND site = ?2`;
const seenHolders = `SELECT id FROM holder WHERE owner = ?1 AND site = ?2 UNION ${heldHere}`;
const seenCards = `SELECT id FROM card WHERE owner = ?1 AND (site = ?2 OR holder IN (${heldHere}))`;
const seenEnterprises = `SELECT id FROM enterprise WHERE owner = ?1 AND site = ?2
  UNION SELECT employer FROM engagement WHERE owner = ?1 AND site = ?2 UNION SELECT hirer FROM engagement WHERE owner = ?1 AND site = ?2
  UNION SELECT employer FROM card WHERE owner = ?1 AND id IN (${seenCards})`;

export const selectEnterprises = packedFrom(enterpriseColumns, `enterprise WHERE owner = ?1 AND id IN (${seenEnterprises}) ORDER BY id`);
export const selectLinks = packedFrom(linkColumns, 'contract_link WHERE owner = ?1 AND site = ?2 ORDER BY enterprise, works_for');
export const selectHolders = packedFrom(holderColumns, `holder WHERE owner = ?1 AND id IN (${seenHolders}) ORDER BY id`);
export const selectCards = packedFrom(['id', ...cardFacts, ...blockColumns], `card WHERE owner = ?1 AND id IN (${seenCards}) ORDER BY id`);
export const selectCredentials = packedFrom(credentialColumns, `credential WHERE owner = ?1 AND card IN (${seenCards}) ORDER BY id`);
export const selectHistory = packedFrom(engagementColumns, 'engagement WHERE owner = ?1 AND site = ?2 ORDER BY recorded_at, id');
export const selectEngagements = packedFrom(
  engagementColumns,
  `engagement AS told WHERE owner = ?1 AND site = ?2
   AND NOT EXISTS (SELECT 1 FROM engagement AS later WHERE later.owner = ?1 AND later.supersedes = told.id) ORDER BY recorded_at, id`,
);
export const selectHolder = packedFrom(holderColumns, `holder WHERE owner = ?1 AND id = ?3 AND id IN (${seenHolders})`);
