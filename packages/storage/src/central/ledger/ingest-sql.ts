/**
 * The statements of an ingest. `?1` owner, `?2` site, `?3` agent, `?4` epoch throughout; lists come as JSON in `?5`.
 *
 * Facts that are here already are left as they are. An entry with another hash under a known key is no re-send but another history:
 * its NOT NULL hash is set to NULL, which fails the whole batch. That costs nothing where nothing collides.
 */

/**
 * Holds unless the batch leaves a hole behind the head (`?5` is its first sequence), a newer epoch was given out (what writes in the
 * older one is a copy or a restored image), or the agent's log stands under another owner or site.
 */
export const batchContinues = `INSERT INTO precondition (held) SELECT 0
  WHERE coalesce((SELECT sequence FROM ledger_head WHERE agent = ?3 AND epoch = ?4), 0) < ?5 - 1
    OR EXISTS (SELECT 1 FROM agent WHERE id = ?3 AND (epoch > ?4 OR owner <> ?1 OR site <> ?2))
    OR EXISTS (SELECT 1 FROM ledger_head WHERE agent = ?3 AND (owner <> ?1 OR site <> ?2))`;

const facts = (table: string, columns: readonly string[], more = '') =>
  `INSERT INTO ${table} (owner, site, agent, epoch, ${columns.join(', ')}${more && ', received_at'})
   SELECT ?1, ?2, ?3, ?4, ${columns.map((_, i) => `value ->> ${i}`).join(', ')}${more} FROM json_each(?5) WHERE true
   ON CONFLICT (agent, epoch, sequence)`;

export const insertEntries = `${facts('ledger_entry', ['sequence', 'kind', 'occurred_ms', 'envelope', 'hash', 'personal', 'salt'], ', ?6')}
  DO UPDATE SET hash = NULL WHERE hash <> excluded.hash`;

export const insertTaps = `${facts('tap', ['sequence', 'tap', 'occurred_ms', 'gate', 'reader', 'direction', 'decision', 'holder', 'card', 'sealed'])}
  DO NOTHING`;

const passageColumns = [
  'sequence',
  'occurred_ms',
  'holder',
  'card',
  'gate',
  'portal',
  'direction',
  'from_zone',
  'to_zone',
  'evidence',
  'told',
  'tap',
];
export const insertPassages = `${facts('passage', passageColumns, ', ?6')} DO NOTHING`;

export const insertQuarantined = `${facts('quarantine', ['sequence', 'raw', 'reason'], ', ?6')} DO NOTHING`;

/** `?6` is the last sequence of the batch: within an agent the order of entries decides which state is newer, not the clock. */
export const upsertReaders = `INSERT INTO reader_state (owner, site, agent, epoch, sequence, reader, state, changed_ms, last_heard_ms)
  SELECT ?1, ?2, ?3, ?4, ?6, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?5) WHERE true
  ON CONFLICT (owner, site, reader) DO UPDATE SET agent = excluded.agent, epoch = excluded.epoch, sequence = excluded.sequence,
    state = excluded.state, changed_ms = excluded.changed_ms, last_heard_ms = excluded.last_heard_ms
  WHERE iif(agent = excluded.agent, (epoch, sequence) <= (excluded.epoch, excluded.sequence), changed_ms <= excluded.changed_ms)`;

/** The first outcome stands. An agent tells of its own commands only. */
export const setOutcomes = `UPDATE command SET outcome = told.value ->> 1, outcome_at = told.value ->> 2 FROM json_each(?4) AS told
  WHERE command.id = told.value ->> 0 AND command.owner = ?1 AND command.site = ?2 AND command.agent = ?3 AND command.outcome IS NULL`;

/** `?5` last sequence, `?6` its hash, `?7` latest wall clock. Changes nothing for a re-send. */
export const raiseHead = `INSERT INTO ledger_head (owner, site, agent, epoch, sequence, hash, latest_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
  ON CONFLICT (agent, epoch) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, latest_ms = max(latest_ms, excluded.latest_ms)
  WHERE sequence < excluded.sequence`;

export const selectHead = 'SELECT epoch, sequence, hash, latest_ms FROM ledger_head WHERE agent = ? AND epoch = ?';
