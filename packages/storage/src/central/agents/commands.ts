/** Orders to the edge, kept until their outcome is known. */
import type { CommandStore, StoredCommand } from '@portvakt/ports';
import type { Database, Row, SqlValue } from '../../database/database.ts';
import { changed, changedIfAny } from '../desk/changes.ts';
import { orNull, text, textIfAny } from '../row-reading.ts';
import { instantMs } from './instant.ts';

const columns = 'owner, site, id, agent, kind, payload, signature, expires_at, created_at, created_by, outcome, outcome_at';
const insert = `INSERT INTO command (${columns}, expires_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const selectPending = `SELECT ${columns} FROM command WHERE agent = ? AND outcome IS NULL AND expires_ms > ? ORDER BY created_at, id LIMIT ?`;
// the first outcome stands: what the gate did cannot be undone by a late answer
const setOutcome = 'UPDATE command SET outcome = ?, outcome_at = ? WHERE owner = ? AND site = ? AND id = ? AND outcome IS NULL';

export function commandStore(database: Database): CommandStore {
  return {
    put: async (command) => {
      await database.write([{ sql: insert, params: cellsOf(command) }, changed(command.scope, 'commands')]);
    },
    pending: async (agent, now, limit) => (await database.query(selectPending, [agent, instantMs(now), limit])).map(commandOf),
    command: async ({ owner, site }, id) => {
      const [row] = await database.query(`SELECT ${columns} FROM command WHERE owner = ? AND site = ? AND id = ?`, [owner, site, id]);
      return row && commandOf(row);
    },
    setOutcome: async (scope, id, outcome, at) => {
      await database.write([{ sql: setOutcome, params: [outcome, at, scope.owner, scope.site, id] }, changedIfAny(scope, 'commands')]);
    },
  };
}

function cellsOf(command: StoredCommand): readonly SqlValue[] {
  const { scope, id, agent, kind, payload, signature, expiresAt, createdAt, createdBy, outcome, outcomeAt } = command;
  const order = [scope.owner, scope.site, id, agent, kind, payload, signature];
  return [...order, expiresAt, createdAt, createdBy, orNull(outcome), orNull(outcomeAt), instantMs(expiresAt)];
}

function commandOf(row: Row): StoredCommand {
  return {
    id: text(row, 'id'),
    scope: { owner: text(row, 'owner'), site: text(row, 'site') },
    agent: text(row, 'agent'),
    kind: text(row, 'kind'),
    payload: text(row, 'payload'),
    signature: text(row, 'signature'),
    expiresAt: text(row, 'expires_at'),
    createdAt: text(row, 'created_at'),
    createdBy: text(row, 'created_by'),
    outcome: textIfAny(row, 'outcome'),
    outcomeAt: textIfAny(row, 'outcome_at'),
  };
}
