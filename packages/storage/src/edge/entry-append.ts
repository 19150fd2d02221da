/** Entries into the log, one statement a batch. That they continue the log is a rule of the table itself. */
import type { AgentId, Scope } from '@portvakt/domain';
import type { LogEntry } from '@portvakt/ports';
import type { Statement } from '../database/database.ts';
import { jsonRows } from '../database/json-rows.ts';

export type DatedEntry = LogEntry & { readonly occurredMs: number };

export type LogIdentity = Scope & { readonly agent: AgentId };

const columns = 'owner, site, agent, epoch, sequence, occurred_ms, envelope, hash, personal, salt';

/** A tap is one entry or two, and every tenth of a millisecond there is waited for at a gate: no detour over JSON. */
const insertOne = `INSERT INTO entry (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const insertMany = `INSERT INTO entry (${columns})
  SELECT ?1, ?2, ?3, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 FROM json_each(?4) ORDER BY key`;

export function appendStatement({ owner, site, agent }: LogIdentity, entries: readonly DatedEntry[]): Statement {
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) return { sql: insertOne, params: [owner, site, agent, ...cellsOf(only)] };
  return { sql: insertMany, params: [owner, site, agent, jsonRows(entries.map(cellsOf))] };
}

function cellsOf(entry: DatedEntry) {
  return [entry.epoch, entry.sequence, entry.occurredMs, entry.envelope, entry.hash, entry.personal, entry.salt] as const;
}
