/**
 * Takes an upload into the ledger: check, draw the facts out, write all in one transaction, and only then acknowledge.
 *
 * The head is read outside the transaction; a batch that raced with another of the same agent is refused by the store or found there
 * already, and the agent sends what is still missing again.
 */
import { ProblemError } from '@portvakt/desk';
import type { Agent, Ingest } from '@portvakt/ports';
import type { UplinkAck, UplinkBatch } from '@portvakt/protocol';
import { type Central, instant } from '../central.ts';
import { type Accepted, checkBatch, type Refused } from './check-batch.ts';
import { drawFacts } from './draw-facts.ts';
import { type Match, matchCredentials } from './match-credentials.ts';

/** What an entry that was set aside is filed under. */
export const QUARANTINED = 'quarantined';

export async function takeBatch(central: Central, agent: Agent, batch: UplinkBatch): Promise<UplinkAck> {
  const { stores, feed, log, metrics } = central;
  if (batch.agent !== agent.id) throw new ProblemError('agent_refused');
  if (batch.epoch !== agent.epoch) throw new ProblemError('fenced');
  const head = await stores.ledger.head(agent.id, batch.epoch);
  const checked = checkBatch(batch, agent.scope, head);
  if (checked.kind === 'gap') throw new ProblemError('gap', { acknowledged: head?.sequence ?? 0 });
  if (checked.kind === 'forked') {
    log.warn({ agent: agent.id, epoch: batch.epoch }, 'two copies of an agent write in one epoch');
    throw new ProblemError('fenced');
  }
  const { accepted, refused } = checked;
  const quarantined = refused.map(({ entry, reason }) => ({ sequence: entry.sequence, reason }));
  if (accepted.length + refused.length === 0) return { epoch: batch.epoch, acknowledged: head?.sequence ?? 0, quarantined };

  const after = await stores.ledger.ingest(
    ingestOf(central, agent, batch.epoch, accepted, refused, await matcher(central, agent, accepted)),
  );
  metrics.entries.inc({ kind: 'accepted' }, accepted.length);
  metrics.entries.inc({ kind: QUARANTINED }, refused.length);
  if (refused.length > 0) log.warn({ agent: agent.id, epoch: batch.epoch, quarantined }, 'entries were set aside');
  await feed.catchUp();
  return { epoch: batch.epoch, acknowledged: after.sequence, quarantined };
}

/** Most batches name every holder; only one with an unnamed card needs the register. */
async function matcher({ stores }: Central, { scope }: Agent, accepted: readonly Accepted[]): Promise<Match> {
  const unnamed = accepted.some(
    ({ personal }) => personal !== undefined && personal.holder === null && (personal.digest !== null || personal.sealed !== null),
  );
  if (!unnamed) return () => undefined;
  return matchCredentials(await stores.people.people(scope), await stores.sites.keys(scope));
}

function ingestOf(
  { runtime }: Central,
  agent: Agent,
  epoch: number,
  accepted: readonly Accepted[],
  refused: readonly Refused[],
  match: Match,
): Ingest {
  const kept = accepted.map(({ entry, envelope }) => ({
    ...entry,
    salt: entry.personal === null ? null : entry.salt,
    epoch,
    occurredMs: Date.parse(envelope.occurredAt),
    kind: envelope.kind as string,
  }));
  // Set aside, but in its place: the log here stays gapless and its chain goes on from the hash that was claimed.
  const aside = refused.map(({ entry }) => ({
    ...entry,
    epoch,
    envelope: storable(entry.envelope),
    personal: null,
    salt: null,
    occurredMs: runtime.now(),
    kind: QUARANTINED,
  }));
  return {
    scope: agent.scope,
    agent: agent.id,
    epoch,
    receivedAt: instant(runtime),
    entries: [...kept, ...aside].toSorted((a, b) => a.sequence - b.sequence),
    ...drawFacts(accepted, match),
    quarantined: refused.map(({ entry, reason }) => ({ sequence: entry.sequence, raw: storable(JSON.stringify(entry)), reason })),
  };
}

/** Text that any store takes as it is: what cannot be stored (NUL, half a surrogate pair) is written out. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\\u0000');
}
