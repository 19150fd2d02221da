/** Owners, sites, their keys and what stands there. */
import type { Scope, Site, SiteId } from '@portvakt/domain';
import { type Equipment, OperatingError, type Owner, type SiteKeys, type SiteStore } from '@portvakt/ports';
import type { Database, Row, SqlValue } from '../database/database.ts';
import { jsonRows } from '../database/json-rows.ts';
import { changed } from './desk/changes.ts';
import { json, orNull, text, textIfAny } from './row-reading.ts';

const selectSite = 'SELECT site, owner, code, name, address, client, list_keeper, zones, gates, policy FROM site';
// a site never goes over to another owner: where the id is another's, NOT NULL fails
const upsertSite = `INSERT INTO site (owner, site, code, name, address, client, list_keeper, zones, gates, policy)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (site) DO UPDATE SET owner = iif(owner = excluded.owner, owner, NULL), code = excluded.code, name = excluded.name,
    address = excluded.address, client = excluded.client, list_keeper = excluded.list_keeper, zones = excluded.zones,
    gates = excluded.gates, policy = excluded.policy`;
const insertKeys = `INSERT INTO site_key (owner, site, signing_public, signing_private, sealing_public, sealing_private, digest_id, digest_key)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site) DO NOTHING`;
const selectKeys = `SELECT signing_public, signing_private, sealing_public, sealing_private, digest_id, digest_key FROM site_key
  WHERE owner = ? AND site = ?`;
const insertEquipment = `INSERT INTO equipment (owner, site, place, agent, connection, readers, gates)
  SELECT ?1, ?2, key, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?3)`;

export function siteStore(database: Database): SiteStore {
  const one = async (where: string, params: readonly SqlValue[]) => {
    const [row] = await database.query(`${selectSite} WHERE ${where}`, params);
    return row && siteOf(row);
  };
  return {
    owners: async () =>
      (await database.query('SELECT owner, name FROM owner ORDER BY owner')).map(
        (row): Owner => ({ id: text(row, 'owner'), name: text(row, 'name') }),
      ),
    putOwner: async ({ id, name }) => {
      const sql = 'INSERT INTO owner (owner, name) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET name = excluded.name';
      await database.write([{ sql, params: [id, name] }]);
    },
    sites: async () => (await database.query(`${selectSite} ORDER BY code`)).map(siteOf),
    site: (id: SiteId) => one('site = ?', [id]),
    siteByCode: (code) => one('code = ?', [code]),
    putSite: async (site, keys) => {
      const { owner, id } = site;
      await database.write([
        { sql: upsertSite, params: siteCells(site) },
        { sql: insertKeys, params: [owner, id, ...keyCells(keys)] },
        changed({ owner, site: id }, 'site'),
      ]);
    },
    keys: async ({ owner, site }) => {
      const [row] = await database.query(selectKeys, [owner, site]);
      if (row === undefined) throw new OperatingError('key_missing', 'the site has no keys');
      return keysOf(row);
    },
    equipment: async ({ owner, site }) => {
      const rows = await database.query(
        'SELECT agent, connection, readers, gates FROM equipment WHERE owner = ? AND site = ? ORDER BY place',
        [owner, site],
      );
      return rows.map(equipmentOf);
    },
    putEquipment: async (scope: Scope, equipment) => {
      const { owner, site } = scope;
      const rows = equipment.map((e) => [orNull(e.agent), e.connection, JSON.stringify(e.readers), JSON.stringify(e.gates)]);
      await database.write([
        { sql: 'DELETE FROM equipment WHERE owner = ? AND site = ?', params: [owner, site] },
        { sql: insertEquipment, params: [owner, site, jsonRows(rows)] },
        changed(scope, 'site'),
      ]);
    },
  };
}

function siteCells(site: Site): readonly SqlValue[] {
  const { owner, id, code, name, address, client, listKeeper, zones, gates, policy } = site;
  return [owner, id, code, name, address, client, orNull(listKeeper), JSON.stringify(zones), JSON.stringify(gates), JSON.stringify(policy)];
}

function siteOf(row: Row): Site {
  return {
    id: text(row, 'site'),
    owner: text(row, 'owner'),
    code: text(row, 'code'),
    name: text(row, 'name'),
    address: text(row, 'address'),
    client: text(row, 'client'),
    listKeeper: textIfAny(row, 'list_keeper'),
    zones: json(row, 'zones'),
    gates: json(row, 'gates'),
    policy: json(row, 'policy'),
  };
}

function keyCells({ signing, sealing, digest }: SiteKeys): readonly string[] {
  return [signing.publicKey, signing.privateKey, sealing.publicKey, sealing.privateKey, digest.id, digest.key];
}

function keysOf(row: Row): SiteKeys {
  return {
    signing: { publicKey: text(row, 'signing_public'), privateKey: text(row, 'signing_private') },
    sealing: { publicKey: text(row, 'sealing_public'), privateKey: text(row, 'sealing_private') },
    digest: { id: text(row, 'digest_id'), key: text(row, 'digest_key') },
  };
}

function equipmentOf(row: Row): Equipment {
  return { agent: textIfAny(row, 'agent'), connection: text(row, 'connection'), readers: json(row, 'readers'), gates: json(row, 'gates') };
}
