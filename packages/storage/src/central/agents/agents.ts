/** The boxes at the sites: let in by a one-time code, fenced by epochs. */
import type { AgentId, Scope } from '@portvakt/domain';
import { type Agent, type AgentStore, isOperating, OperatingError } from '@portvakt/ports';
import { type Database, type Row, rowsOf, type SqlValue } from '../../database/database.ts';
import { changed } from '../desk/changes.ts';
import { orNull, text, textIfAny, whole } from '../row-reading.ts';
import { instantMs } from './instant.ts';

const columns = 'owner, site, id, name, signing_key, sealing_key, epoch, enrolled_at, last_heard_at, status';
const insertCode = 'INSERT INTO enrol_code (owner, site, code_hash, expires_ms) VALUES (?, ?, ?, ?)';
const selectCode = 'SELECT owner, site FROM enrol_code WHERE code_hash = ? AND expires_ms > ?';
const codeHolds =
  'INSERT INTO precondition (held) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM enrol_code WHERE code_hash = ? AND expires_ms > ?)';
const dropCodes = 'DELETE FROM enrol_code WHERE code_hash = ? OR expires_ms <= ?';
// an agent never moves to another site by a code of that site, and its epoch never goes back
const upsertAgent = `INSERT INTO agent (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET owner = iif(owner = excluded.owner, owner, NULL), site = iif(site = excluded.site, site, NULL),
    name = excluded.name, signing_key = excluded.signing_key, sealing_key = excluded.sealing_key, epoch = max(epoch, excluded.epoch),
    enrolled_at = excluded.enrolled_at, last_heard_at = excluded.last_heard_at, status = excluded.status`;
const selectAgent = `SELECT ${columns} FROM agent WHERE id = ?`;
const noteHeard = 'UPDATE agent SET last_heard_at = ?, status = coalesce(?, status) WHERE id = ?';
const raiseEpoch = 'UPDATE agent SET epoch = epoch + 1 WHERE id = ? RETURNING epoch';
const changedOfAgent = `INSERT INTO change (owner, site, topic) SELECT owner, site, 'agent' FROM agent WHERE id = ?`;

export function agentStore(database: Database): AgentStore {
  const readCode = async (codeHash: string, nowMs: number): Promise<Scope | undefined> => {
    const [row] = await database.query(selectCode, [codeHash, nowMs]);
    return row && { owner: text(row, 'owner'), site: text(row, 'site') };
  };
  return {
    putEnrolCode: async ({ owner, site }, codeHash, expiresAt) => {
      await database.write([{ sql: insertCode, params: [owner, site, codeHash, instantMs(expiresAt)] }]);
    },
    enrol: async (codeHash, now, make) => {
      const nowMs = instantMs(now);
      const scope = await readCode(codeHash, nowMs);
      if (scope === undefined) return undefined;
      const agent = make(scope);
      try {
        const answers = await database.write([
          { sql: codeHolds, params: [codeHash, nowMs] },
          { sql: dropCodes, params: [codeHash, nowMs] },
          { sql: upsertAgent, params: cellsOf({ ...agent, scope }) },
          changed(scope, 'agent'),
          { sql: selectAgent, params: [agent.id] },
        ]);
        return agentOf(rowsOf(answers[4]!)[0]!);
      } catch (cause) {
        // taken by another call between the look and the write: as if it had never been
        if (isOperating(cause, 'store_conflict') && (await readCode(codeHash, nowMs)) === undefined) return undefined;
        throw cause;
      }
    },
    agent: async (id) => {
      const [row] = await database.query(selectAgent, [id]);
      return row && agentOf(row);
    },
    agents: async (site) => (await database.query(`SELECT ${columns} FROM agent WHERE site = ? ORDER BY id`, [site])).map(agentOf),
    heard: async (id, at, status) => {
      await database.write([
        { sql: noteHeard, params: [at, orNull(status), id] },
        { sql: changedOfAgent, params: [id] },
      ]);
    },
    nextEpoch: async (id: AgentId) => {
      const [raised] = await database.write([
        { sql: raiseEpoch, params: [id] },
        { sql: changedOfAgent, params: [id] },
      ]);
      const [row] = rowsOf(raised!);
      if (row === undefined) throw new OperatingError('store_conflict', 'there is no such agent');
      return whole(row, 'epoch');
    },
  };
}

function cellsOf(agent: Agent): readonly SqlValue[] {
  const { scope, id, name, signingKey, sealingKey, epoch, enrolledAt, lastHeardAt, status } = agent;
  return [scope.owner, scope.site, id, name, signingKey, sealingKey, epoch, enrolledAt, orNull(lastHeardAt), orNull(status)];
}

function agentOf(row: Row): Agent {
  return {
    id: text(row, 'id'),
    scope: { owner: text(row, 'owner'), site: text(row, 'site') },
    name: text(row, 'name'),
    signingKey: text(row, 'signing_key'),
    sealingKey: text(row, 'sealing_key'),
    epoch: whole(row, 'epoch'),
    enrolledAt: text(row, 'enrolled_at'),
    lastHeardAt: textIfAny(row, 'last_heard_at'),
    status: textIfAny(row, 'status'),
  };
}
