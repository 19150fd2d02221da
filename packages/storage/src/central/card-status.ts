/** The card-status lists: one head a site, entries with the version they changed in, slots that are never given out twice. */
import type { CardId, Scope } from '@portvakt/domain';
import { type CardStatusStore, type ListEntry, type ListHead, OperatingError, type SiteKeys } from '@portvakt/ports';
import { type Database, type Row, rowsOf, type Statement } from '../database/database.ts';
import { jsonRows, jsonTexts } from '../database/json-rows.ts';
import { packedFrom, readPacked, unpacked } from '../database/packed-rows.ts';
import { changed } from './desk/changes.ts';
import { text, whole } from './row-reading.ts';

const selectHead = 'SELECT lineage, version, checksum, reaches_back_to FROM list_head WHERE owner = ? AND site = ?';
const headIs = `INSERT INTO precondition (held) SELECT 0 WHERE NOT EXISTS
  (SELECT 1 FROM list_head WHERE owner = ? AND site = ? AND lineage = ? AND version = ? AND checksum = ?)`;
const headIsNone = 'INSERT INTO precondition (held) SELECT 0 WHERE EXISTS (SELECT 1 FROM list_head WHERE owner = ? AND site = ?)';
const startOver = 'DELETE FROM list_entry WHERE owner = ? AND site = ?';
const upsertEntries = `INSERT INTO list_entry (owner, site, version, high, low, status, holder)
  SELECT ?1, ?2, ?3, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?4) WHERE true
  ON CONFLICT (owner, site, high, low) DO UPDATE SET version = excluded.version, status = excluded.status, holder = excluded.holder`;
const putHead = `INSERT INTO list_head (owner, site, lineage, version, checksum, reaches_back_to) VALUES (?1, ?2, ?3, ?4, ?5, ?4)
  ON CONFLICT (owner, site) DO UPDATE SET lineage = excluded.lineage, version = excluded.version, checksum = excluded.checksum,
    reaches_back_to = iif(lineage = excluded.lineage, reaches_back_to, excluded.version)`;
const entryColumns = ['high', 'low', 'status', 'holder'];
const selectEntries = packedFrom(
  entryColumns,
  'list_entry WHERE owner = ? AND site = ? AND (status <> 0 OR holder <> 0) ORDER BY high, low',
);
const selectChanged = packedFrom(entryColumns, 'list_entry WHERE owner = ? AND site = ? AND version > ? ORDER BY high, low');
const selectSlots = packedFrom(['card', 'slot'], 'card_slot WHERE owner = ? AND site = ? AND card IN (SELECT value FROM json_each(?))');
const putDigest = 'UPDATE site_key SET digest_id = ?, digest_key = ? WHERE owner = ? AND site = ?';
const giveSlots = `INSERT INTO card_slot (owner, site, card, slot)
  SELECT ?1, ?2, value, (SELECT coalesce(max(slot), 0) FROM card_slot WHERE owner = ?1 AND site = ?2) + row_number() OVER (ORDER BY min(key))
  FROM json_each(?3) WHERE value NOT IN (SELECT card FROM card_slot WHERE owner = ?1 AND site = ?2) GROUP BY value`;

export function cardStatusStore(database: Database): CardStatusStore {
  const readSlots = async ({ owner, site }: Scope, wanted: string) => {
    const rows = await readPacked(database, selectSlots, [owner, site, wanted]);
    return new Map(rows.map((row) => [text<CardId>(row, 'card'), whole(row, 'slot')]));
  };
  return {
    head: async ({ owner, site }) => {
      const [row] = await database.query(selectHead, [owner, site]);
      return row && headOf(row);
    },
    entries: async ({ owner, site }) => (await readPacked(database, selectEntries, [owner, site])).map(entryOf),
    changedAfter: async ({ owner, site }, version) => {
      // one moment: a version that is made between the two reads must not be half in the answer
      const answers = await database.read([
        { sql: selectHead, params: [owner, site] },
        { sql: selectChanged.sql, params: [owner, site, version] },
      ]);
      const [row] = rowsOf(answers[0]!);
      if (row === undefined || version < whole(row, 'reaches_back_to') || version > whole(row, 'version')) return undefined;
      return unpacked(selectChanged, answers[1]!).map(entryOf);
    },
    advance: (scope, before, after, changes, digest) => advance(database, scope, { before, after, changes, digest }),
    slots: async (scope, cards) => {
      const wanted = jsonTexts(cards);
      const known = await readSlots(scope, wanted);
      if (cards.every((card) => known.has(card))) return known;
      await database.write([{ sql: giveSlots, params: [scope.owner, scope.site, wanted] }]);
      return readSlots(scope, wanted);
    },
  };
}

interface Step {
  readonly before: ListHead | undefined;
  readonly after: ListHead;
  readonly changes: readonly ListEntry[];
  readonly digest: SiteKeys['digest'] | undefined;
}

async function advance(database: Database, scope: Scope, { before, after, changes, digest }: Step): Promise<void> {
  const { owner, site } = scope;
  const goesOn = before !== undefined && before.lineage === after.lineage;
  if (goesOn && after.version <= before.version) throw new OperatingError('store_conflict', 'a version never goes back within a lineage');
  const writes: Statement[] = [
    before === undefined
      ? { sql: headIsNone, params: [owner, site] }
      : { sql: headIs, params: [owner, site, before.lineage, before.version, before.checksum] },
  ];
  if (goesOn && digest !== undefined) throw new TypeError('a new key begins a new lineage');
  if (!goesOn) writes.push({ sql: startOver, params: [owner, site] });
  if (digest !== undefined) writes.push({ sql: putDigest, params: [digest.id, digest.key, owner, site] });
  const cells = changes.map((entry) => [entry.high, entry.low, entry.status, entry.holder]);
  if (cells.length > 0) writes.push({ sql: upsertEntries, params: [owner, site, after.version, jsonRows(cells)] });
  writes.push({ sql: putHead, params: [owner, site, after.lineage, after.version, after.checksum] }, changed(scope, 'card_status'));
  await database.write(writes);
}

const headOf = (row: Row): ListHead => ({ lineage: text(row, 'lineage'), version: whole(row, 'version'), checksum: text(row, 'checksum') });

const entryOf = (row: Row): ListEntry => ({
  high: whole(row, 'high'),
  low: whole(row, 'low'),
  status: whole(row, 'status'),
  holder: whole(row, 'holder'),
});
