import { readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OperatingError } from '@portvakt/ports';
import { entryOf, manualRuntime, memoryEntryStore } from '@portvakt/ports/testing';
import { type FileEntryStore, openEntryStore } from '@portvakt/storage';
import { describe, expect, it } from 'vitest';
import { freshStateDir } from '../../testing/a-box.ts';
import { AGENT, OWNER, SITE } from '../../testing/a-site.ts';
import { settle } from '../../testing/gate-rig.ts';
import { KeptLog, REOPEN_FIRST_MS, REOPEN_MAX_MS } from './kept-log.ts';

const unused = async () => {
  throw new TypeError('not asked for here');
};
const noNonces = { remember: unused, forget: unused };

function rig() {
  const runtime = manualRuntime();
  const memory = memoryEntryStore();
  const store: FileEntryStore = {
    ...memory,
    nonces: noNonces,
    erasePersonal: unused,
    stats: () => ({ writes: 0, commits: 0, waiting: 0, waitingBytes: 0 }),
  };
  let opens = 0;
  let broken = false;
  const open = async () => {
    opens += 1;
    if (broken) throw new OperatingError('store_unavailable', 'no disk');
    return store;
  };
  const log = new KeptLog('nowhere.db', open, runtime, { opened: () => undefined, failed: () => undefined, putAside: () => undefined });
  return { runtime, memory, log, opens: () => opens, breakIt: (value: boolean) => (broken = value) };
}

describe('the log of the gate process', () => {
  it('rejects at once while it is not open, and is tried again ever more slowly', async () => {
    const box = rig();
    box.breakIt(true);
    await box.log.start();
    await expect(box.log.append([entryOf(1, 1)])).rejects.toMatchObject({ code: 'store_unavailable' });
    const waits: number[] = [];
    for (let ms = 0, before = box.opens(); waits.length < 8; ms += 100) {
      box.runtime.advance(100);
      await settle();
      if (box.opens() === before) continue;
      waits.push(ms);
      before = box.opens();
      ms = 0;
    }
    expect(waits[0]).toBeLessThanOrEqual(REOPEN_FIRST_MS);
    expect(Math.max(...waits)).toBeLessThanOrEqual(REOPEN_MAX_MS);
    expect(waits.at(-1)).toBeGreaterThan(REOPEN_MAX_MS / 2);
    box.breakIt(false);
    box.runtime.advance(REOPEN_MAX_MS);
    await settle();
    await box.log.append([entryOf(1, 1)]);
    expect(box.memory.entries).toHaveLength(1);
  });

  it('is opened again when its thread has ended', async () => {
    const box = rig();
    await box.log.start();
    box.memory.failWith('store_unavailable');
    await expect(box.log.append([entryOf(1, 1)])).rejects.toMatchObject({ code: 'store_unavailable' });
    box.memory.failWith(undefined);
    box.runtime.advance(REOPEN_FIRST_MS);
    await settle();
    expect(box.opens()).toBe(2);
    await box.log.append([entryOf(1, 1)]);
  });

  it('puts a damaged file aside, whole, and begins anew', async () => {
    const { log: path } = await freshStateDir();
    await writeFile(path, Buffer.alloc(8_192, 7));
    const runtime = manualRuntime();
    const aside: string[] = [];
    const log = new KeptLog(path, () => openEntryStore(path, { owner: OWNER, site: SITE, agent: AGENT }), runtime, {
      opened: () => undefined,
      failed: () => undefined,
      putAside: (at) => aside.push(at),
    });
    await log.start();
    runtime.advance(REOPEN_FIRST_MS);
    await log.start();
    expect(await log.head()).toBeUndefined();
    await log.append([entryOf(1, 1)]);
    await log.close();
    expect(aside).toHaveLength(1);
    const names = await readdir(dirname(path));
    expect(names).toContain(aside[0]!.slice(join(dirname(path), '/').length));
  });
});
