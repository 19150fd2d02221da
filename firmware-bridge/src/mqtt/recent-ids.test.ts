import { expect, it } from 'vitest';
import { recentIds } from './recent-ids.ts';

it('knows an id again until so many others came after it', () => {
  const ids = recentIds(3);
  expect(['a', 'b', 'a', 'c', 'd', 'b', 'a'].map(ids.isNew)).toEqual([true, true, false, true, true, false, true]);
});

it('holds no more than it may', () => {
  const ids = recentIds(2);
  for (let n = 0; n < 10_000; n += 1) ids.isNew(`${n}`);
  expect([ids.isNew('9998'), ids.isNew('9999'), ids.isNew('9997')]).toEqual([false, false, true]);
});
