/**
 * The passages that *Nå* is folded from: all since an instant, and before it the last of each person.
 *
 * Before the instant lie months of them, so the index is walked in steps: one a person and agent to find who there is, one more to
 * find that one's last. Last is by epoch and sequence, whatever the clocks said; between agents the domain's own order decides.
 */
import { compareFacts, type HolderId, type Passage, type Scope } from '@portvakt/domain';
import { type Database, rowsOf } from '../../database/database.ts';
import { passageOf } from './fact-rows.ts';

export const passageColumns =
  'agent, epoch, sequence, occurred_ms, holder, card, gate, portal, direction, from_zone, to_zone, evidence, told, tap';

const selectSince = `SELECT ${passageColumns} FROM passage WHERE site = ?2 AND owner = ?1 AND occurred_ms >= ?3 ORDER BY position`;

const selectLast = `WITH RECURSIVE
  pair (holder, agent) AS (
    SELECT holder, agent FROM (SELECT holder, agent FROM passage WHERE site = ?2 AND holder IS NOT NULL ORDER BY holder, agent LIMIT 1)
    UNION ALL
    SELECT next.holder, next.agent FROM pair JOIN passage AS next ON next.position =
      (SELECT position FROM passage WHERE site = ?2 AND holder IS NOT NULL AND (holder, agent) > (pair.holder, pair.agent) ORDER BY holder, agent LIMIT 1)
  )
  SELECT ${passageColumns.replaceAll(/(\w+)/g, 'last.$1')} FROM pair JOIN passage AS last ON last.position =
    (SELECT position FROM passage WHERE site = ?2 AND holder = pair.holder AND agent = pair.agent AND occurred_ms < ?3
     ORDER BY epoch DESC, sequence DESC LIMIT 1)
  WHERE last.owner = ?1`;

export async function passagesForNow(database: Database, { owner, site }: Scope, fromMs: number): Promise<readonly Passage[]> {
  const params = [owner, site, fromMs];
  const answers = await database.read([selectLast, selectSince].map((sql) => ({ sql, params })));
  const [before, since] = answers.map((answer) => rowsOf(answer).map(passageOf));
  const last = new Map<HolderId, Passage>();
  for (const passage of before!) {
    const known = passage.holder && last.get(passage.holder);
    if (passage.holder !== undefined && (known === undefined || compareFacts(known, passage) < 0)) last.set(passage.holder, passage);
  }
  return [...last.values(), ...since!];
}
