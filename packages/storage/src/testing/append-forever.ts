/** Appends one entry after the other and says each number once it is durable, until it is killed. */
import { entryOf } from '@portvakt/ports/testing';
import { openEntryStore } from '../edge/open-entry-store.ts';

const store = await openEntryStore(process.argv[2]!, { owner: 'own_1', site: 'sit_1', agent: 'agt_1' });
for (let sequence = 1; ; sequence += 1) {
  await store.append([entryOf(1, sequence)]);
  process.stdout.write(`${sequence}\n`);
}
