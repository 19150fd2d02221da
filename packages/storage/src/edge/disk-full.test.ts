import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryOf } from '@portvakt/ports/testing';
import { expect, it, onTestFinished } from 'vitest';
import { freshFolder } from '../testing/fresh-folder.ts';
import { openEntryReader, openEntryStore } from './open-entry-store.ts';

/** Past this the disk of the test would have to be larger than it is. */
const ENTRIES_MAX = 20_000;

it('says that the disk is full, keeps what it acknowledged, and goes on once there is room', async ({ skip }) => {
  if (process.getuid?.() !== 0) skip('needs root: it mounts a disk of 2 MB in memory');
  const folder = freshFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  const ballast = join(folder, 'ballast');
  writeFileSync(ballast, Buffer.alloc(256 * 1024));
  const path = join(folder, 'log.db');
  const store = await openEntryStore(path, { owner: 'own_1', site: 'sit_1', agent: 'agt_1' });

  const append = (sequence: number) => store.append([{ ...entryOf(1, sequence), envelope: 'x'.repeat(500) }]);
  let acknowledged = 0;
  let refusal: unknown;
  while (refusal === undefined && acknowledged < ENTRIES_MAX) {
    await append(acknowledged + 1).then(
      () => void (acknowledged += 1),
      (error: unknown) => void (refusal = error),
    );
  }
  expect(refusal).toMatchObject({ code: 'disk_full' });
  await expect(append(acknowledged + 1)).rejects.toMatchObject({ code: 'disk_full' });
  expect(await store.head()).toMatchObject({ sequence: acknowledged });

  rmSync(ballast);
  await append(acknowledged + 1);
  await store.close();
  const reader = await openEntryReader(path);
  expect(await reader.head()).toMatchObject({ sequence: acknowledged + 1 });
  await reader.close();
});
