import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryOf, entryStoreContract } from '@portvakt/ports/testing';
import { describe, expect, it } from 'vitest';
import { openFileDatabase } from '../file/file-database.ts';
import { freshFolder } from '../testing/fresh-folder.ts';
import { runChild } from '../testing/run-child.ts';
import { openEntryReader, openEntryStore } from './open-entry-store.ts';

const identity = { owner: 'own_1', site: 'sit_1', agent: 'agt_1' } as const;
const freshPath = () => join(freshFolder(), 'log.db');

entryStoreContract('on disk', async () => {
  const path = freshPath();
  const store = await openEntryStore(path, identity);
  return { store, reader: await openEntryReader(path) };
});

describe('the log on disk', () => {
  it('leaves no hole when an append fails that others were queued behind', async () => {
    const store = await openEntryStore(freshPath(), identity);
    const refused = { ...entryOf(1, 2), hash: 'too short' };
    const ends = await Promise.allSettled([store.append([entryOf(1, 1)]), store.append([refused]), store.append([entryOf(1, 3)])]);
    expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await store.head()).toMatchObject({ sequence: 1 });
    await store.close();
  });

  it('erases personal parts for good and keeps the chain', async () => {
    const path = freshPath();
    const store = await openEntryStore(path, identity);
    const marked = (sequence: number) => ({ ...entryOf(1, sequence), personal: '{"holder":"MARKED-PERSON"}' });
    await store.append([marked(1), marked(2), marked(3)]);
    const holdsMark = () => readdirSync(join(path, '..')).some((file) => readFileSync(join(path, '..', file)).includes('MARKED-PERSON'));
    expect(await store.erasePersonal({ epoch: 1, beforeSequence: 3 })).toBe(2);
    expect(await store.read(1, 0, 10)).toMatchObject([
      { personal: null, salt: null, hash: marked(1).hash, envelope: marked(1).envelope },
      { personal: null },
      { salt: 'AAAA' },
    ]);
    expect(holdsMark()).toBe(true);
    expect(await store.erasePersonal({ epoch: 1, beforeSequence: 4 })).toBe(1);
    expect(holdsMark()).toBe(false);
    expect(await store.head()).toMatchObject({ sequence: 3, hash: marked(3).hash });
    await store.close();
  });

  it('remembers nonces over a restart', async () => {
    const path = freshPath();
    const store = await openEntryStore(path, identity);
    expect(await store.nonces.remember('n1', 5_000)).toBe(true);
    expect(await store.nonces.remember('n1', 9_000)).toBe(false);
    expect(await Promise.all([store.nonces.remember('n2', 5_000), store.nonces.remember('n2', 5_000)])).toEqual([true, false]);
    await store.close();
    const again = await openEntryStore(path, identity);
    expect(await again.nonces.remember('n1', 5_000)).toBe(false);
    await again.nonces.forget(6_000);
    expect(await again.nonces.remember('n1', 5_000)).toBe(true);
    await again.close();
  });

  it('is refused when it belongs to another box, or was written by a newer program', async () => {
    const path = freshPath();
    await (await openEntryStore(path, identity)).close();
    await expect(openEntryStore(path, { ...identity, site: 'sit_2' })).rejects.toMatchObject({ code: 'store_conflict' });
    const raw = await openFileDatabase(path, { create: false, reads: 'shared' });
    await raw.write([{ sql: 'INSERT INTO schema_migration (place, hash) VALUES (99, ?)', params: ['f'.repeat(64)] }]);
    await raw.close();
    for (const open of [() => openEntryStore(path, identity), () => openEntryReader(path)]) {
      await expect(open()).rejects.toMatchObject({ code: 'store_newer', message: expect.stringMatching(/Start that version again/) });
    }
  });

  it('never changes what was logged, whoever asks', async () => {
    const path = freshPath();
    const store = await openEntryStore(path, identity);
    await store.append([entryOf(1, 1)]);
    await store.close();
    const raw = await openFileDatabase(path, { create: false, reads: 'shared' });
    for (const change of [`envelope = 'x'`, 'occurred_ms = 1', 'sequence = 2', `personal = 'x'`]) {
      await expect(raw.write([{ sql: `UPDATE entry SET ${change}` }])).rejects.toMatchObject({ code: 'store_conflict' });
    }
    await raw.close();
  });

  it('lets no reader in before it is made', async () => {
    const path = freshPath();
    writeFileSync(path, '');
    await expect(openEntryReader(path)).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('has every entry it acknowledged after kill -9', async () => {
    const path = freshPath();
    const end = await runChild(new URL('../testing/append-forever.ts', import.meta.url), [path], 300);
    expect(end.signal).toBe('SIGKILL');
    const acknowledged = end.out
      .trim()
      .split('\n')
      .map(Number)
      .filter((sequence) => sequence > 0)
      .at(-1)!;
    const store = await openEntryStore(path, identity);
    expect((await store.head())!.sequence).toBeGreaterThanOrEqual(acknowledged - 1); // the last line may be cut short of a digit
    expect(acknowledged).toBeGreaterThan(200);
    await store.close();
  });

  it('outlives damage: each flip of a byte is refused or harmless, and the process goes on', async () => {
    const end = await runChild(new URL('../testing/flip-bytes.ts', import.meta.url), [freshFolder(), process.env.SEED ?? '20261120', '40']);
    expect(end).toMatchObject({ code: 0, signal: null, err: '' });
    expect(end.out.trim().split('\n').at(-1)).toBe('40 rounds');
  }, 60_000);
});
