import { manualRuntime } from '@portvakt/ports/testing';
import { describe, expect, it } from 'vitest';
import { BACK_OFF, backOffMs } from './back-off.ts';
import { type Connection, type Dialled, KeptLine } from './kept-line.ts';

function keptLine() {
  const runtime = manualRuntime();
  const dials: (Dialled & { closed: number })[] = [];
  const told: string[] = [];
  const line = new KeptLine<Connection>(
    (tell) => {
      const dialled = { ...tell, closed: 0 };
      dials.push(dialled);
      return { close: async () => void (dialled.closed += 1) };
    },
    (online, detail) => told.push(online ? 'online' : detail),
    BACK_OFF,
    runtime,
  );
  line.start();
  return { line, dials, told, runtime, last: () => dials.at(-1)! };
}

describe('a kept line', () => {
  it('is tried for ever, ever more rarely, and at least every 30 seconds', () => {
    const { dials, runtime, last } = keptLine();
    const waits: number[] = [];
    for (let i = 0; i < 200; i += 1) {
      last().ended('refused', 'back_off');
      const from = runtime.monotonicMs();
      const before = dials.length;
      while (dials.length === before) runtime.advance(50);
      waits.push(runtime.monotonicMs() - from);
    }
    expect(waits.slice(0, 6)).toEqual([750, 1_500, 3_000, 6_000, 12_000, 22_500]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
    expect(dials).toHaveLength(201);
  });

  it('looks again soon for what is merely not plugged in', () => {
    const { dials, runtime, last } = keptLine();
    for (let i = 0; i < 50; i += 1) {
      last().ended('not plugged in', 'look_again');
      runtime.advance(1_000);
    }
    expect(dials).toHaveLength(51);
  });

  it('that stays away is told once for each reason, not with each look', () => {
    const { told, runtime, last } = keptLine();
    last().opened();
    last().ended('unplugged', 'look_again');
    for (let i = 0; i < 50; i += 1) {
      runtime.advance(1_000);
      last().ended('not plugged in', 'look_again');
    }
    runtime.advance(1_000);
    last().opened();
    last().ended('not plugged in', 'look_again');
    expect(told).toEqual(['online', 'unplugged', 'not plugged in', 'online', 'not plugged in']);
  });

  it('starts over with short waits once it was online', () => {
    const { dials, runtime, last } = keptLine();
    for (let i = 0; i < 10; i += 1) {
      last().ended('refused', 'back_off');
      runtime.advance(30_000);
    }
    last().opened();
    last().ended('unplugged', 'back_off');
    runtime.advance(1_000);
    expect(dials).toHaveLength(12);
  });

  it('gives up each connection once, and hears nothing more of it', () => {
    const { line, dials, told, runtime, last } = keptLine();
    last().opened();
    last().ended('unplugged', 'back_off');
    last().ended('unplugged', 'back_off');
    runtime.advance(30_000);
    dials[0]?.opened();
    dials[0]?.ended('late', 'back_off');
    expect([dials[0]?.closed, line.state, told]).toEqual([1, 'opening', ['online', 'unplugged']]);
  });

  it('is silent and untried once it is stopped, also while it waits', async () => {
    const { line, dials, told, runtime, last } = keptLine();
    last().ended('refused', 'back_off');
    await line.stop();
    runtime.advance(100_000);
    last().opened();
    expect([line.state, line.online, dials.length, told]).toEqual(['closed', undefined, 1, ['refused']]);
  });
});

it('waits between half the ceiling and all of it', () => {
  expect([backOffMs(BACK_OFF, 1, 0), backOffMs(BACK_OFF, 1, 0.999)]).toEqual([500, 999.5]);
  expect([backOffMs(BACK_OFF, 40, 0), backOffMs(BACK_OFF, 4_000, 0.999)]).toEqual([15_000, 29_985]);
});
