import { type EntryReader, OperatingError } from '@portvakt/ports';
import { memoryEntryStore } from '@portvakt/ports/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { aCentre } from '../testing/a-centre.ts';
import { type FakeCentre, fakeCentre } from '../testing/fake-centre.ts';
import { quickRuntime, until } from '../testing/quick-runtime.ts';
import { agentToken } from './agent-token.ts';
import { centreClient } from './centre-client.ts';
import { BATCH_BYTES_MAX, Pump } from './pump.ts';
import type { Watermark } from './watermark.ts';

const { me } = aCentre();
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Rig {
  readonly centre: FakeCentre;
  readonly pump: Pump;
  readonly marks: Watermark[];
  readonly faults: string[];
  readonly fenced: () => boolean;
  grow(count: number, size?: number): Promise<void>;
}

async function rig(from = 0, times = 40): Promise<Rig> {
  const centre = await fakeCentre(me);
  const store = memoryEntryStore();
  const runtime = quickRuntime(times);
  const marks: Watermark[] = [];
  const faults: string[] = [];
  let fenced = false;
  const reader: Pick<EntryReader, 'read'> = store;
  const client = centreClient(centre.url, runtime, agentToken(me, runtime));
  const parts = {
    client,
    reader,
    agent: me.agent,
    runtime,
    keep: async (mark: Watermark) => void marks.push(mark),
    fenced: () => (fenced = true),
    fault: (code: string) => faults.push(code),
  };
  const pump = new Pump(parts, { epoch: 1, acknowledged: from });
  closing.push(
    () => centre.close(),
    () => pump.stop(),
  );
  const grow = async (count: number, size = 40) => {
    const before = store.entries.length;
    const entries = Array.from({ length: count }, (_, i) => ({
      epoch: 1,
      sequence: before + i + 1,
      occurredMs: 1_000,
      envelope: `{"n":"${'x'.repeat(size)}"}`,
      hash: 'a'.repeat(64),
      personal: null,
      salt: null,
    }));
    await store.append(entries);
  };
  return { centre, pump, marks, faults, fenced: () => fenced, grow };
}

const has = ({ centre }: Rig, count: number) => until(() => centre.ledger.size >= count);
const inOrder = ({ centre }: Rig) => expect([...centre.ledger.keys()]).toEqual(Array.from({ length: centre.ledger.size }, (_, i) => i + 1));

describe('the pump', () => {
  it('carries everything, oldest first, in batches that are small enough', async () => {
    const box = await rig();
    await box.grow(1_300, 900);
    box.pump.start();
    await has(box, 1_300);
    inOrder(box);
    expect(Math.max(...box.centre.uploads.map((u) => u.count))).toBeLessThanOrEqual(500);
    expect(Math.max(...box.centre.uploads.map((u) => u.bytes))).toBeLessThanOrEqual(BATCH_BYTES_MAX + 300);
    await until(() => box.marks.at(-1)?.acknowledged === 1_300);
  });

  it('sends what comes later when it is nudged', async () => {
    const box = await rig(0, 1);
    await box.grow(1);
    box.pump.start();
    await has(box, 1);
    await box.grow(1);
    box.pump.nudge();
    await has(box, 2);
  });

  it.each([
    ['an answer that is lost', 'lost'],
    ['a connection that breaks', 'dropped'],
    ['an answer nobody can read', 'unreadable'],
    ['a fault of the centre', { problem: 'internal' }],
    ['a centre that is busy', { problem: 'too_many_requests', retryAfterS: 1 }],
    ['a centre that is away', { problem: 'unavailable' }],
  ] as const)('loses nothing by %s, and sends nothing else before it', async (_, fate) => {
    const box = await rig();
    box.centre.fates = [fate, fate, fate];
    await box.grow(20);
    box.pump.start();
    await has(box, 20);
    await until(() => box.pump.acknowledged === 20);
    inOrder(box);
    expect(box.faults).toHaveLength(3);
    expect(box.marks.every((mark) => mark.acknowledged === 20)).toBe(true);
  });

  it('waits as long as it is told to', async () => {
    const box = await rig(0, 1);
    box.centre.fates = [{ problem: 'too_many_requests', retryAfterS: 1 }];
    await box.grow(1);
    box.pump.start();
    await until(() => box.centre.uploads.length === 1);
    box.pump.nudge();
    await has(box, 1);
    expect(box.centre.uploads[1]!.atMs - box.centre.uploads[0]!.atMs).toBeGreaterThanOrEqual(995);
  });

  it('goes back with a centre that has less than it said', async () => {
    const box = await rig();
    await box.grow(30);
    box.pump.start();
    await has(box, 30);
    for (let n = 11; n <= 30; n += 1) box.centre.ledger.delete(n);
    await box.grow(5);
    box.pump.nudge();
    await has(box, 35);
    inOrder(box);
  });

  it('begins where the centre says, whatever its own mark was', async () => {
    const box = await rig(25);
    await box.grow(40);
    box.pump.start();
    await has(box, 40);
    inOrder(box);
  });

  it('is not held up by an entry that the centre sets aside', async () => {
    const box = await rig();
    box.centre.poison.add(1);
    await box.grow(3);
    box.pump.start();
    await until(() => box.pump.acknowledged === 3);
  });

  it('halves a batch that is refused whole, and grows again', async () => {
    const box = await rig();
    box.centre.fates = [{ problem: 'too_large' }, { problem: 'too_large' }];
    await box.grow(400);
    box.pump.start();
    await has(box, 400);
    expect(box.centre.uploads.map((u) => u.count).slice(0, 4)).toEqual([400, 200, 100, 200]);
  });

  it('stops for good when another copy writes', async () => {
    const box = await rig();
    box.centre.epoch = 2;
    await box.grow(3);
    box.pump.start();
    await until(box.fenced);
    box.pump.nudge();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(box.centre.uploads).toHaveLength(1);
    expect(box.centre.ledger.size).toBe(0);
  });

  it('goes on by itself after a long cut', async () => {
    const box = await rig();
    box.centre.down = true;
    await box.grow(10);
    box.pump.start();
    await until(() => box.pump.failures >= 5);
    box.centre.down = false;
    await has(box, 10);
  });

  it('takes a log that cannot be read for a fault like any other', async () => {
    const centre = await fakeCentre(me);
    const runtime = quickRuntime(40);
    const faults: string[] = [];
    let broken = true;
    const store = memoryEntryStore();
    await store.append([{ epoch: 1, sequence: 1, occurredMs: 1, envelope: '{}', hash: 'a'.repeat(64), personal: null, salt: null }]);
    const reader: Pick<EntryReader, 'read'> = {
      read: async (...asked) => {
        if (broken) throw new OperatingError('store_unavailable', 'away');
        return store.read(...asked);
      },
    };
    const pump = new Pump(
      {
        client: centreClient(centre.url, runtime, agentToken(me, runtime)),
        reader,
        agent: me.agent,
        runtime,
        keep: async () => undefined,
        fenced: () => undefined,
        fault: (code) => faults.push(code),
      },
      { epoch: 1, acknowledged: 0 },
    );
    closing.push(
      () => centre.close(),
      () => pump.stop(),
    );
    pump.start();
    await until(() => faults.length > 1);
    broken = false;
    await until(() => centre.ledger.size === 1);
  });
});
