import { entryStoreContract } from './entry-store-contract.ts';
import { memoryEntryStore } from './memory-entry-store.ts';

entryStoreContract('in memory', async () => {
  const store = memoryEntryStore();
  return { store, reader: store };
});
