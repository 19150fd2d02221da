import { compareFacts, type Passage } from '@portvakt/domain';
import type { CentralStores } from '@portvakt/ports';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database, Statement } from '../../database/database.ts';
import { agent, batch, command, entryAt, freshUrl, otherScope, passageAt, scope, tapAt } from '../../testing/central-fixtures.ts';
import { openCentralStores } from '../open-central-stores.ts';

const open = () => openCentralStores(freshUrl(), { create: true });

/** Everything the ledger holds, without when and in which order it arrived. */
async function tables({ ledger }: CentralStores) {
  return {
    head: await ledger.head(agent.id, 1),
    entries: await ledger.entries(agent.id, 1, 0, 500),
    taps: await ledger.taps(scope, 500),
    passages: (await ledger.passagesAfter(scope, 0, 500)).map(({ passage }) => passage).toSorted(compareFacts),
    readers: await ledger.readers(scope),
    quarantined: await ledger.quarantined(scope, 500),
  };
}

describe('the ledger', () => {
  it('gives back what was told', async () => {
    const stores = await open();
    const told = batch(1, 6, { quarantined: [{ sequence: 6, raw: '{', reason: 'not JSON' }] });
    expect(await stores.ledger.head(agent.id, 1)).toBeUndefined();
    expect(await stores.ledger.ingest(told)).toEqual({ epoch: 1, sequence: 6, hash: entryAt(6).hash, latestMs: 6_000 });
    expect(await tables(stores)).toEqual({
      head: { epoch: 1, sequence: 6, hash: entryAt(6).hash, latestMs: 6_000 },
      entries: told.entries.map(({ kind: _, occurredMs: __, ...entry }) => entry),
      taps: told.taps.map(({ sealed: _, ...tap }) => tap).toReversed(),
      passages: told.passages,
      readers: told.readers,
      quarantined: [{ sequence: 6, raw: '{', reason: 'not JSON', agent: agent.id, epoch: 1, receivedAt: told.receivedAt }],
    });
    expect(await stores.ledger.entries(agent.id, 1, 4, 1)).toMatchObject([{ sequence: 5 }]);
    expect(await stores.ledger.unmatchedSince(scope, 4_000)).toBe(1);
    expect(await stores.ledger.unmatchedSince(scope, 4_001)).toBe(0);
    expect(await stores.ledger.taps(otherScope, 10)).toEqual([]);
    await stores.close();
  });

  it('comes to the same however batches are repeated, overlapped, cut or brought out of order', async () => {
    const last = 24;
    const once = await open();
    await once.ledger.ingest(batch(1, last));
    const wanted = await tables(once);
    await once.close();
    const urls = Array.from({ length: 12 }, freshUrl);

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: last }), fc.integer({ min: 1, max: last })), { maxLength: 30 }),
        async (cuts) => {
          const stores = await openCentralStores(urls.pop()!, { create: true });
          for (const [a, b] of cuts) {
            await stores.ledger.ingest(batch(Math.min(a, b), Math.max(a, b))).catch((error: unknown) => {
              expect(error).toMatchObject({ code: 'store_conflict' }); // it came too early: the agent sends it again
            });
          }
          // an agent goes on from the head it is told
          for (let from = (await stores.ledger.head(agent.id, 1))?.sequence ?? 0; from < last; from += 5) {
            await stores.ledger.ingest(batch(Math.max(1, from), Math.min(last, from + 5)));
          }
          expect(await tables(stores)).toEqual(wanted);
          await stores.close();
        },
      ),
      { numRuns: urls.length },
    );
  }, 60_000);

  it('tells listeners of what is new and is silent about what comes again', async () => {
    const stores = await open();
    await stores.ledger.ingest(batch(1, 3));
    const position = await stores.changes.latest();
    expect(await stores.changes.after(0, 10)).toEqual([{ position, scope, topic: 'ledger' }]);
    await stores.ledger.ingest(batch(1, 3));
    await stores.ledger.ingest(batch(2, 3));
    expect(await stores.changes.latest()).toBe(position);
    await stores.close();
  });

  it('refuses a hole, another history under a known key, and what an older epoch writes', async () => {
    const stores = await open();
    await stores.ledger.ingest(batch(1, 3));
    const before = await tables(stores);
    const forged = { ...entryAt(3), hash: 'f'.repeat(64) };
    for (const wrong of [
      batch(5, 6),
      { ...batch(4, 6), entries: [entryAt(4), entryAt(6)] },
      { ...batch(3, 4), entries: [forged, entryAt(4)] },
      { ...batch(4, 4), scope: otherScope },
    ]) {
      await expect(stores.ledger.ingest(wrong)).rejects.toMatchObject({ code: 'store_conflict' });
      expect(await tables(stores)).toEqual(before);
    }
    await stores.agents.putEnrolCode(scope, 'a'.repeat(64), '2027-01-01T00:00:00Z');
    await stores.agents.enrol('a'.repeat(64), '2026-11-20T05:00:00Z', () => ({ ...agent, epoch: 1 }));
    await stores.ledger.ingest(batch(4, 5));
    await stores.agents.nextEpoch(agent.id);
    await expect(stores.ledger.ingest(batch(6, 7))).rejects.toMatchObject({ code: 'store_conflict' });
    await stores.close();
  });

  it('takes a batch whose first entries could not be read, and goes on', async () => {
    const stores = await open();
    const unread = { sequence: 1, raw: '?', reason: 'unknown kind' };
    const first = { ...batch(1, 2), entries: [entryAt(2)], taps: [tapAt(2)], quarantined: [unread] };
    expect(await stores.ledger.ingest(first)).toMatchObject({ sequence: 2 });
    expect(
      await stores.ledger.ingest({ ...batch(3, 3), entries: [], taps: [], passages: [], quarantined: [{ ...unread, sequence: 3 }] }),
    ).toMatchObject({ sequence: 3 });
    expect(await stores.ledger.ingest(batch(4, 4))).toMatchObject({ sequence: 4 });
    expect(await stores.ledger.quarantined(scope, 1)).toMatchObject([{ sequence: 3 }]);
    await stores.close();
  });

  it('sets the outcome of an agent’s own commands, once', async () => {
    const stores = await open();
    await stores.commands.put(command('cmd_1'));
    await stores.commands.put({ ...command('cmd_2'), agent: 'agt_2' });
    const told = (outcome: string) => ['cmd_1', 'cmd_2', 'cmd_3'].map((id) => ({ command: id, outcome, at: '2026-11-20T05:00:02Z' }));
    await stores.ledger.ingest(batch(1, 1, { outcomes: told('done') }));
    await stores.ledger.ingest(batch(2, 2, { outcomes: told('expired') }));
    expect(await stores.commands.command(scope, 'cmd_1')).toMatchObject({ outcome: 'done', outcomeAt: '2026-11-20T05:00:02Z' });
    expect(await stores.commands.command(scope, 'cmd_2')).toMatchObject({ outcome: undefined });
    await stores.close();
  });

  it('keeps text that would end the process out, and says so', async () => {
    const stores = await open();
    await expect(stores.ledger.ingest(batch(1, 1, { quarantined: [{ sequence: 1, raw: 'a\ud800', reason: 'x' }] }))).rejects.toMatchObject({
      code: 'value_refused',
    });
    await stores.close();
  });
});

describe('passages for now', () => {
  it('are all since an instant, and the last of each person before it, by sequence and not by the clock', async () => {
    const stores = await open();
    const at = (sequence: number, holder: Passage['holder'], occurredMs: number) => passageAt(sequence, { holder, occurredMs });
    const passages = [
      at(1, 'hld_a', 9_000), // the clock was wrong and set back after this one
      at(2, 'hld_a', 2_000),
      at(3, 'hld_b', 3_000),
      at(4, undefined, 4_000),
      at(5, 'hld_b', 10_000),
      at(6, 'hld_c', 11_000),
      at(7, undefined, 12_000),
    ];
    await stores.ledger.ingest(batch(1, 7, { passages }));
    const other = { ...passageAt(1, { holder: 'hld_c', occurredMs: 5_000 }), key: { agent: 'agt_2', epoch: 1, sequence: 1 } as const };
    await stores.ledger.ingest({ ...batch(1, 1), agent: 'agt_2', taps: [], passages: [other] });
    const keys = async (fromMs: number) =>
      (await stores.ledger.passagesForNow(scope, fromMs)).map((p) => `${p.key.agent}/${p.key.sequence}`).toSorted();
    expect(await keys(10_000)).toEqual(['agt_1/2', 'agt_1/3', 'agt_1/5', 'agt_1/6', 'agt_1/7', 'agt_2/1']);
    expect(await keys(0)).toHaveLength(8);
    expect(await keys(99_000)).toEqual(['agt_1/2', 'agt_1/5', 'agt_1/6']);
    expect(await stores.ledger.passagesForNow({ ...scope, owner: otherScope.owner }, 0)).toEqual([]);
    await stores.close();
  });

  it('are found by index alone', async () => {
    const stores = await open();
    const plans = await plansOf(stores.database, () => stores.ledger.passagesForNow(scope, 5_000));
    for (const plan of plans) expect(plan).not.toMatch(/SCAN (last|next|passage)\b/);
    expect(plans.join()).toMatch(/passage_person/);
    await stores.close();
  });
});

/** The query plans of the statements that a call reads with. */
async function plansOf(database: Database, call: () => Promise<unknown>): Promise<readonly string[]> {
  const { read } = database;
  const asked: Statement[] = [];
  const spied: Pick<Database, 'read'> = {
    read: (statements) => {
      asked.push(...statements);
      return read(statements);
    },
  };
  Object.assign(database, spied);
  await call();
  Object.assign(database, { read });
  const plans: string[] = [];
  for (const { sql, params = [] } of asked) {
    const rows = await database.query(`EXPLAIN QUERY PLAN ${sql}`, params);
    plans.push(rows.map((row) => String(row.detail)).join('\n'));
  }
  return plans;
}
