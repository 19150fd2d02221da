/** What every log of the edge must hold, the one in memory and the one on disk. */
import { describe, expect, it } from 'vitest';
import type { EntryReader, EntryStore, LogEntry } from '../edge/entry-store.ts';

type Dated = LogEntry & { readonly occurredMs: number };

export function entryOf(epoch: number, sequence: number, occurredMs = 1_000 + sequence): Dated {
  return {
    epoch,
    sequence,
    occurredMs,
    envelope: `{"sequence":${sequence},"name":"Æøå ł 🦺"}`,
    hash: sequence.toString(16).padStart(64, '0'),
    personal: '{"holder":"x"}',
    salt: 'AAAA',
  };
}

/** `open` answers a fresh, empty log and a reader of it. */
export function entryStoreContract(name: string, open: () => Promise<{ readonly store: EntryStore; readonly reader: EntryReader }>): void {
  describe(`entry store: ${name}`, () => {
    it('has no head while it is empty', async () => {
      const { store, reader } = await open();
      expect(await store.head()).toBeUndefined();
      expect(await reader.head()).toBeUndefined();
      await reader.close();
      await store.close();
    });

    it('gives back what was appended, byte for byte and in order', async () => {
      const { store, reader } = await open();
      await store.append([entryOf(1, 1), entryOf(1, 2)]);
      await store.append([{ ...entryOf(1, 3), personal: null, salt: null }]);
      const { occurredMs: _, ...third } = { ...entryOf(1, 3), personal: null, salt: null };
      expect(await reader.read(1, 1, 10)).toMatchObject([
        { sequence: 2, envelope: entryOf(1, 2).envelope, personal: '{"holder":"x"}', salt: 'AAAA' },
        third,
      ]);
      expect(await reader.head()).toMatchObject({ epoch: 1, sequence: 3, hash: entryOf(1, 3).hash });
      await reader.close();
      await store.close();
    });

    it('refuses a hole, a repeat and an older epoch, and keeps nothing of the batch', async () => {
      const { store, reader } = await open();
      await store.append([entryOf(2, 1)]);
      for (const wrong of [[entryOf(2, 3)], [entryOf(2, 1)], [entryOf(1, 1)], [entryOf(2, 2), entryOf(2, 4)]]) {
        await expect(store.append(wrong)).rejects.toMatchObject({ code: 'store_conflict' });
      }
      expect(await reader.head()).toMatchObject({ epoch: 2, sequence: 1 });
      await reader.close();
      await store.close();
    });

    it('starts a new epoch at one', async () => {
      const { store, reader } = await open();
      await store.append([entryOf(1, 1), entryOf(1, 2)]);
      await store.append([entryOf(2, 1)]);
      expect(await store.head()).toMatchObject({ epoch: 2, sequence: 1 });
      expect(await reader.epochs()).toEqual([1, 2]);
      expect(await reader.read(1, 0, 500)).toHaveLength(2);
      await reader.close();
      await store.close();
    });

    it('remembers the latest wall clock although later entries carry earlier ones', async () => {
      const { store, reader } = await open();
      await store.append([entryOf(1, 1, 9_000)]);
      await store.append([entryOf(1, 2, 4_000)]);
      expect(await store.head()).toMatchObject({ sequence: 2, latestMs: 9_000 });
      expect(await reader.since(5_000, 10)).toMatchObject([{ sequence: 1 }]);
      await reader.close();
      await store.close();
    });
  });
}
