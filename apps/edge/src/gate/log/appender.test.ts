import { manualRuntime, memoryEntryStore } from '@portvakt/ports/testing';
import { CHAIN_START, chainHash, opensCommitment } from '@portvakt/trust';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT, MORNING, OWNER, SITE, testId } from '../../testing/a-site.ts';
import { heldStore, settle } from '../../testing/gate-rig.ts';
import { Appender, COMMIT_ENTRIES_MAX, RETRY_MAX_MS, WAITING_MAX, WAITING_TELEMETRY_MAX } from './appender.ts';
import { draft } from './draft.ts';

const author = { owner: OWNER, site: SITE, agent: AGENT, boot: 'b', epoch: 1 };
const something = () =>
  draft(
    { wallMs: MORNING, guardedMs: MORNING, monotonicMs: 1, trust: 'holdover' },
    { kind: 'not_passed', tap: null, gate: testId('gate', 1), direction: 'in' },
    { holder: testId('holder', 1), card: null, digest: null, key: null, sealed: null, by: null },
  );

function rig() {
  const runtime = manualRuntime(MORNING);
  const memory = memoryEntryStore();
  const store = heldStore(memory);
  const commits: number[] = [];
  const lost: string[] = [];
  const appender = new Appender(store, author, runtime, {
    committed: (_, entries) => entries > 0 && commits.push(entries),
    lost: (rank) => lost.push(rank),
  });
  return { runtime, memory, store, commits, lost, appender };
}

describe('the appender', () => {
  it('chains every entry to the one before and commits to its personal part', async () => {
    const { memory, appender } = rig();
    for (let n = 0; n < 5; n += 1) appender.append('fact', [something()]);
    await settle();
    let before = CHAIN_START;
    for (const entry of memory.entries) {
      expect(entry.hash).toBe(chainHash(before, entry.envelope));
      before = entry.hash;
      const { personal } = JSON.parse(entry.envelope) as { personal: string };
      expect(opensCommitment(personal, entry.salt!, entry.personal!)).toBe(true);
    }
    expect(memory.entries).toHaveLength(5);
  });

  it('commits together what gathered while the disk was busy', async () => {
    const { store, appender, commits } = rig();
    await settle();
    store.hold();
    for (let n = 0; n < 1 + COMMIT_ENTRIES_MAX + 3; n += 1) appender.append('fact', [something()]);
    store.letGo();
    await settle();
    expect(commits).toEqual([1, COMMIT_ENTRIES_MAX, 3]);
  });

  it('goes on from the head of a log that is there already, and begins a new epoch at one', async () => {
    const { runtime, memory, appender } = rig();
    appender.append('fact', [something()]);
    await settle();
    const second = new Appender(memory, author, runtime);
    second.append('fact', [something()]);
    await settle();
    second.beginEpoch(2);
    second.append('fact', [something()]);
    await settle();
    expect(memory.entries.map((e) => [e.epoch, e.sequence])).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
    ]);
    expect(memory.entries[2]?.hash).toBe(chainHash(CHAIN_START, memory.entries[2]!.envelope));
  });

  it('never goes back to an older epoch than the log has', async () => {
    const { runtime, memory } = rig();
    new Appender(memory, { ...author, epoch: 3 }, runtime).append('fact', [something()]);
    await settle();
    const older = new Appender(memory, author, runtime);
    older.append('fact', [something()]);
    await settle();
    expect(memory.entries.map((e) => [e.epoch, e.sequence])).toEqual([
      [3, 1],
      [3, 2],
    ]);
  });

  it('takes a commit for durable whose answer was lost', async () => {
    const { runtime, memory } = rig();
    let lose = true;
    const store = {
      ...memory,
      append: async (entries: Parameters<typeof memory.append>[0]) => {
        await memory.append(entries);
        if (lose) throw new Error('the answer was lost');
      },
    };
    const outcomes: string[] = [];
    const appender = new Appender(store, author, runtime);
    appender.append('entry', [something()], (outcome) => outcomes.push(outcome));
    await settle();
    lose = false;
    appender.append('entry', [something()], (outcome) => outcomes.push(outcome));
    await settle();
    expect(outcomes).toEqual(['durable', 'durable']);
    expect(memory.entries.map((e) => e.sequence)).toEqual([1, 2]);
  });

  it('chains anew at once what stood behind an entry that was withdrawn', async () => {
    const { memory, store, appender } = rig();
    await settle();
    store.hold();
    const outcomes: string[] = [];
    appender.append('fact', [something()]);
    const withdrawn = appender.append('entry', [something()], (outcome) => outcomes.push(`first ${outcome}`));
    appender.append('entry', [something()], (outcome) => outcomes.push(`second ${outcome}`));
    expect(withdrawn?.withdraw()).toBe(true);
    store.letGo();
    await settle();
    expect(outcomes).toEqual(['second durable']);
    expect(memory.entries.map((e) => e.sequence)).toEqual([1, 2]);
  });

  it('keeps facts until the disk is back, and waits at most the longest back-off', async () => {
    const { runtime, memory, appender } = rig();
    await settle();
    memory.failWith('disk_full');
    appender.append('fact', [something()]);
    for (let n = 0; n < 20; n += 1) {
      await settle();
      runtime.advance(RETRY_MAX_MS);
    }
    await settle();
    memory.failWith(undefined);
    runtime.advance(RETRY_MAX_MS);
    await settle();
    expect(memory.entries).toHaveLength(1);
  });

  it('leaves out telemetry first, then facts, and says so', async () => {
    const { store, lost, appender } = rig();
    await settle();
    store.hold();
    appender.append('fact', [something()]);
    for (let n = 0; n < WAITING_TELEMETRY_MAX + 5; n += 1) appender.append('telemetry', [something()]);
    expect(lost).toEqual(Array.from({ length: 5 }, () => 'telemetry'));
    for (let n = WAITING_TELEMETRY_MAX; n < WAITING_MAX + 2; n += 1) appender.append('fact', [something()]);
    expect(lost.slice(5)).toEqual(['fact', 'fact']);
  });

  it('flushes before it closes, and says what it had to leave', async () => {
    const { runtime, memory, store, appender } = rig();
    await settle();
    store.hold();
    appender.append('fact', [something()]);
    const closing = appender.close(3_000);
    store.letGo();
    expect(await closing).toBe('flushed');
    expect(memory.entries).toHaveLength(1);

    const other = rig();
    await settle();
    other.memory.failWith('disk_full');
    other.appender.append('fact', [something()]);
    const leaving = other.appender.close(3_000);
    await settle();
    other.runtime.advance(3_000);
    expect(await leaving).toBe('left');
    expect(runtime.now()).toBeGreaterThan(0);
  });

  it('is gapless and chained whatever fails, is withdrawn or comes late', async () => {
    const step = fc.constantFrom('entry', 'fact', 'pair', 'withdraw', 'hold', 'letGo', 'fail', 'mend', 'settle', 'wait');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { runtime, memory, store, appender } = rig();
        const durable: number[] = [];
        let facts = 0;
        let last: { withdraw(): boolean } | undefined;
        for (const todo of steps) {
          if (todo === 'entry') last = appender.append('entry', [something()], (outcome) => outcome === 'durable' && durable.push(1));
          else if (todo === 'fact' || todo === 'pair') {
            const drafts = todo === 'fact' ? [something()] : [something(), something()];
            facts += drafts.length;
            appender.append('fact', drafts);
          } else if (todo === 'withdraw') last?.withdraw();
          else if (todo === 'hold') store.hold();
          else if (todo === 'letGo') store.letGo();
          else if (todo === 'fail') memory.failWith('disk_full');
          else if (todo === 'mend') memory.failWith(undefined);
          else if (todo === 'wait') runtime.advance(1_000);
          else await settle();
        }
        store.letGo();
        memory.failWith(undefined);
        for (let n = 0; n < 4; n += 1) {
          await settle();
          runtime.advance(RETRY_MAX_MS);
        }
        await settle();
        expect(memory.entries).toHaveLength(facts + durable.length);
        let before = CHAIN_START;
        for (const [i, entry] of memory.entries.entries()) {
          expect(entry.sequence).toBe(i + 1);
          expect(entry.hash).toBe(chainHash(before, entry.envelope));
          before = entry.hash;
        }
      }),
      { numRuns: 200 },
    );
  });
});
