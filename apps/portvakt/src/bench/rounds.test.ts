import { describe, expect, it } from 'vitest';
import { figureOf, interleave, printRatios, ratioOf } from './rounds.ts';

describe('rounds', () => {
  it('lets contestants take turns, each round beginning with the next, and forgets the warm-up', async () => {
    const order: string[] = [];
    const turn = (name: string, cost: number) => () => {
      order.push(name);
      return cost;
    };
    const samples = await interleave({ a: turn('a', 1), b: async () => turn('b', 2)() }, { rounds: 3 });
    expect(order.join('')).toBe('abbaabbaab');
    expect(samples).toEqual({ a: [1, 1, 1], b: [2, 2, 2] });
  });

  it('judges each round by itself', () => {
    // the machine was ten times slower in the second round; the ratio is not
    expect(ratioOf('a to b', [1, 10, 3], [2, 20, 3])).toEqual({ name: 'a to b', ratio: 0.5, low: 0.5, high: 1 });
    expect(figureOf('even', [4, 1, 3, 2], 'ns', 5)).toEqual({ name: 'even', ratio: 2.5, low: 1, high: 4, unit: 'ns', goal: 5 });
  });

  it('says which goal was missed', () => {
    const text = printRatios('Title', [figureOf('fast', [1], 'ns', 2), figureOf('slow', [3], 'ns', 2)]);
    expect(text.split('\n').filter((line) => line.endsWith('missed'))).toEqual([expect.stringContaining('slow')]);
  });
});
