/** Real processes, a real log, serial lines that are pseudo-terminals: what holds when one of them is killed. */
import { openLine, simulateEm4100Reader, simulateOnetechTurnstile } from '@portvakt/firmware-bridge/simulator';
import type { LogEntry } from '@portvakt/ports';
import { type Envelope, envelope, type PersonalPart } from '@portvakt/protocol';
import { openEntryReader } from '@portvakt/storage';
import { CHAIN_START, chainHash } from '@portvakt/trust';
import { afterEach, describe, expect, it } from 'vitest';
import type { StateDir } from '../state/state-dir.ts';
import { freshStateDir } from '../testing/a-box.ts';
import { cardOf, holderOf } from '../testing/a-site.ts';
import { fakeCentre } from '../testing/fake-centre.ts';
import { until } from '../testing/quick-runtime.ts';
import { readyBox } from '../testing/ready-box.ts';
import { type RunningEdge, startEdge } from './start-edge.ts';

const CARDS = 400;
/** How long a tap is waited for: more than the gate has, less than a restart takes. */
const ANSWER_MS = 600;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Box {
  readonly dir: StateDir;
  readonly edge: RunningEdge;
  readonly centre: Awaited<ReturnType<typeof fakeCentre>>;
  /** Shows card n; whether the gate opened. */
  tap(n: number): Promise<boolean>;
}

async function aBox(): Promise<Box> {
  const [readerLine, gateLine] = [await openLine(), await openLine()];
  const reader = simulateEm4100Reader(readerLine);
  let opened = 0;
  const turnstile = simulateOnetechTurnstile(gateLine, {
    onRecord: ({ kind }) => {
      opened += kind === 'opened' ? 1 : 0;
    },
  });
  closing.push(
    () => reader.close(),
    () => turnstile.close(),
  );
  const { dir, hand, config } = await readyBox(
    (await freshStateDir()).root,
    { readerPath: readerLine.path, gatePath: gateLine.path },
    CARDS,
    { holdMs: 0 },
  );
  const centre = await fakeCentre(hand.me);
  closing.push(() => centre.close());
  const edge = await startEdge({ ...config, centralUrl: centre.url });
  closing.push(() => edge.close());
  const tap = async (n: number) => {
    const before = opened;
    const began = performance.now();
    await reader.present(cardOf(n));
    await until(() => opened > before || performance.now() - began > ANSWER_MS);
    return opened > before;
  };
  // a new card each time, so that none of these stands for one of the taps that count
  for (let n = CARDS; !(await tap(n)); n -= 1);
  return { dir, edge, centre, tap };
}

async function logOf(dir: StateDir) {
  const reader = await openEntryReader(dir.log);
  const all: LogEntry[] = [];
  for (let entries = await reader.read(1, 0, 500); entries.length > 0; entries = await reader.read(1, all.length, 500))
    all.push(...entries);
  await reader.close();
  let before = CHAIN_START;
  for (const [i, entry] of all.entries()) {
    expect(entry.sequence).toBe(i + 1);
    expect(entry.hash).toBe(chainHash(before, entry.envelope));
    before = entry.hash;
  }
  return all.map((e) => ({
    envelope: envelope.parse(JSON.parse(e.envelope)) as Envelope,
    personal: e.personal === null ? null : (JSON.parse(e.personal) as PersonalPart),
  }));
}

const kill = (pid: number | undefined, signal: NodeJS.Signals) => pid !== undefined && process.kill(pid, signal);

describe('the site box', () => {
  it('has every green in its log when the gate process is killed in the middle of a storm', async () => {
    const box = await aBox();
    const greens: number[] = [];
    let kills = 0;
    for (let n = 1; n <= 120; n += 1) {
      if (n % 30 === 0) {
        // at once with a tap, so that it dies somewhere on the way from the card to the gate
        const shown = box.tap(n);
        await new Promise((resolve) => setTimeout(resolve, (n / 30) * 0.7));
        kill(box.edge.children.gate.pid, 'SIGKILL');
        kills += 1;
        if (await shown) greens.push(n);
        await until(() => box.edge.children.gate.restarts === kills && box.edge.children.gate.pid !== undefined);
        for (let again = 200 + n; !(await box.tap(again)); again += 1);
      } else if (await box.tap(n)) greens.push(n);
    }
    await box.edge.close();
    const log = await logOf(box.dir);
    const granted = new Set(
      log.flatMap((e) => (e.envelope.kind === 'tap' && e.envelope.decision.kind === 'granted' ? [e.personal?.holder] : [])),
    );
    expect(greens.length).toBeGreaterThan(100);
    for (const n of greens) expect(granted, `card ${n}`).toContain(holderOf(n));
    expect(log.filter((e) => e.envelope.kind === 'start')).toHaveLength(kills + 1);
    expect(log.filter((e) => e.envelope.kind === 'passage').every((e) => e.personal?.holder !== null)).toBe(true);
  });

  it('goes on deciding while the link is stopped, dead, or without a centre', async () => {
    const box = await aBox();
    kill(box.edge.children.link.pid, 'SIGSTOP');
    for (let n = 1; n <= 10; n += 1) expect(await box.tap(n), `card ${n}`).toBe(true);
    kill(box.edge.children.link.pid, 'SIGKILL');
    box.centre.down = true;
    for (let n = 11; n <= 20; n += 1) expect(await box.tap(n), `card ${n}`).toBe(true);
    box.centre.down = false;
    await until(() => box.edge.children.link.restarts > 0);
    await until(() => box.centre.ledger.size >= 40);
    kill(box.edge.children.pages.pid, 'SIGKILL');
    for (let n = 21; n <= 30; n += 1) expect(await box.tap(n), `card ${n}`).toBe(true);
    await box.edge.close();
    const { length } = await logOf(box.dir);
    expect([...box.centre.ledger.keys()]).toEqual(Array.from({ length: box.centre.ledger.size }, (_, i) => i + 1));
    expect(box.centre.ledger.size).toBeLessThanOrEqual(length);
  });

  it('carries on up exactly what the log holds when the link is killed with batches under way', async () => {
    const box = await aBox();
    for (let n = 1; n <= 40; n += 1) {
      box.centre.fates = [n % 3 === 0 ? 'lost' : 'taken'];
      await box.tap(n);
      if (n % 20 !== 0) continue;
      await until(() => box.edge.children.link.pid !== undefined);
      kill(box.edge.children.link.pid, 'SIGKILL');
    }
    box.centre.fates = [];
    const log = await logOf(box.dir);
    await until(() => box.centre.ledger.size >= log.length);
    expect([...box.centre.ledger.keys()]).toEqual(Array.from({ length: box.centre.ledger.size }, (_, i) => i + 1));
    const reader = await openEntryReader(box.dir.log);
    const kept = await reader.read(1, 0, 500);
    await reader.close();
    for (const entry of kept.slice(0, log.length))
      expect(box.centre.ledger.get(entry.sequence)).toMatchObject({ envelope: entry.envelope, hash: entry.hash });
  });

  it('serves its pages, and ends cleanly', async () => {
    const box = await aBox();
    const answer = await fetch(`${box.edge.pagesUrl}/api/v1/session`);
    expect(answer.status).toBe(401);
    const metrics = async () => (await fetch(`${box.edge.pagesUrl}/metrics`)).text();
    await until(async () => (await metrics()).includes('portvakt_edge_decisions_total'));
    await box.edge.close();
    await expect(fetch(`${box.edge.pagesUrl}/api/v1/session`)).rejects.toThrow();
  });
});
