import { manualRuntime } from '@portvakt/ports/testing';
import { expect, it } from 'vitest';
import { bucket } from './bucket.ts';

it('gives a burst, then an average, to each name by itself', () => {
  const runtime = manualRuntime();
  const allowance = bucket(runtime, { perSecond: 2, burst: 3 });
  const taken = (name: string) => Array.from({ length: 5 }, () => allowance.take(name)).filter(Boolean).length;
  expect(taken('a')).toBe(3);
  expect(taken('b')).toBe(3);
  runtime.advance(1_000);
  expect(taken('a')).toBe(2);
  runtime.advance(60_000);
  expect(taken('a')).toBe(3);
});
