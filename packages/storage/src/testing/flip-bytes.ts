/** Damages a log byte by byte, or cuts it, and opens and reads it each time. Prints the seed and, if it lives, how often. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOperating } from '@portvakt/ports';
import { openEntryStore } from '../edge/open-entry-store.ts';

const [folder, seed, rounds] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])];
const identity = { owner: 'own_1', site: 'sit_1', agent: 'agt_1' } as const;
let state = seed;
const below = (bound: number) => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((state / 2 ** 32) * bound);
};
console.log(`SEED=${seed}`);

const whole = join(folder, 'whole.db');
const store = await openEntryStore(whole, identity);
const entry = {
  epoch: 1,
  occurredMs: 1,
  envelope: JSON.stringify({ name: 'Æøå ł 🦺'.repeat(5) }),
  hash: 'a'.repeat(64),
  personal: '{"holder":"å"}',
  salt: 'AAAA',
};
await store.append(Array.from({ length: 40 }, (_, i) => ({ ...entry, sequence: i + 1 })));
await store.close();
const good = readFileSync(whole);

for (let round = 0; round < rounds; round += 1) {
  const bad = Buffer.from(good);
  // the first pages hold the schema; hit them more often than their size
  const at = below(below(3) === 0 ? 8_192 : bad.length);
  bad[at]! ^= 1 + below(255);
  const path = join(folder, `${round}.db`);
  writeFileSync(path, below(10) === 0 ? bad.subarray(0, below(bad.length)) : bad);
  try {
    const damaged = await openEntryStore(path, identity);
    try {
      await damaged.epochs();
      await damaged.since(0, 500);
      await damaged.append([{ ...entry, sequence: ((await damaged.head())?.sequence ?? 0) + 1 }]);
    } finally {
      await damaged.close();
    }
  } catch (cause) {
    if (!isOperating(cause)) throw cause;
  }
  rmSync(path);
}
console.log(`${rounds} rounds`);
