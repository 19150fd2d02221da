import { expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

it('gives every caller a run that began after the call, and never two at once', async () => {
  let runs = 0;
  let at = 0;
  const gates: (() => void)[] = [];
  const work = oneAtATime(() => {
    runs += 1;
    at += 1;
    expect(at).toBe(1);
    return new Promise<void>((resolve) => gates.push(resolve)).then(() => {
      at -= 1;
    });
  });
  const first = work();
  const [second, third] = [work(), work()];
  expect(runs).toBe(1);
  gates[0]?.();
  await first;
  await Promise.resolve();
  gates[1]?.();
  await Promise.all([second, third]);
  expect(runs).toBe(2);
});

it('tells a failure to those who waited for that run alone', async () => {
  let runs = 0;
  const work = oneAtATime(async () => {
    runs += 1;
    if (runs === 1) throw new Error('down');
  });
  const [first, second] = [work(), work()];
  await expect(first).rejects.toThrow('down');
  await expect(second).resolves.toBeUndefined();
});
