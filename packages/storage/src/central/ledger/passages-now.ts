/**
 * The passages that *Nå* is folded from: all since an instant, and before it the last of each person.
 *
 * Before the instant lie months of them, so the index is walked in steps: one a person to find who there is, one a person and agent to
 * find the last. Last is by epoch and sequence, whatever the clocks said; between agents the domain's own order decides.
 */
import { compareFacts, type HolderId, type Passage, type Scope } from '@portvakt/domain';
import type { Database } from '../../database/database.ts';
import { packedFrom, packedSelect, unpacked } from '../../database/packed-rows.ts';
import { passageOf } from './fact-rows.ts';

export const passageColumns = [
  ...['agent', 'epoch', 'sequence', 'occurred_ms', 'holder', 'card', 'gate', 'portal', 'direction'],
  ...['from_zone', 'to_zone', 'evidence', 'told', 'tap'],
];

const since = packedFrom(passageColumns, 'passage WHERE site = ?2 AND owner = ?1 AND occurred_ms >= ?3 ORDER BY position');

const lastBefore = packedSelect(
  passageColumns,
  `WITH RECURSIVE
  person (holder) AS (
    SELECT min(holder) FROM passage WHERE site = ?2 AND holder IS NOT NULL
    UNION ALL
    SELECT (SELECT min(holder) FROM passage WHERE site = ?2 AND holder > person.holder) FROM person WHERE person.holder IS NOT NULL
  ),
  teller (agent) AS (SELECT DISTINCT agent FROM ledger_head WHERE site = ?2)
  SELECT ${passageColumns.map((column) => `last.${column}`).join(', ')}
  FROM person CROSS JOIN teller JOIN passage AS last ON last.position =
    (SELECT position FROM passage WHERE site = ?2 AND holder = person.holder AND agent = teller.agent AND occurred_ms < ?3
     ORDER BY epoch DESC, sequence DESC LIMIT 1)
  WHERE person.holder IS NOT NULL AND last.owner = ?1`,
);

export async function passagesForNow(database: Database, { owner, site }: Scope, fromMs: number): Promise<readonly Passage[]> {
  const params = [owner, site, fromMs];
  const answers = await database.read([lastBefore, since].map(({ sql }) => ({ sql, params })));
  const last = new Map<HolderId, Passage>();
  for (const passage of unpacked(lastBefore, answers[0]!).map(passageOf)) {
    const known = passage.holder && last.get(passage.holder);
    if (passage.holder !== undefined && (known === undefined || compareFacts(known, passage) < 0)) last.set(passage.holder, passage);
  }
  return [...last.values(), ...unpacked(since, answers[1]!).map(passageOf)];
}
