import { dayNumber } from '@portvakt/domain';
import { manualRuntime } from '@portvakt/ports/testing';
import { expect, it } from 'vitest';
import { guardedClock, SYNCHRONISED_FOR_MS } from './guarded-clock.ts';

const START = Date.UTC(2026, 10, 20, 6);

it('follows the wall clock while that goes forward', () => {
  const runtime = manualRuntime(START);
  const clock = guardedClock(runtime, () => {});
  clock.sawEntry(START);
  runtime.advance(5_000);
  expect(clock.moment()).toMatchObject({ wallMs: START + 5_000, guardedMs: START + 5_000, trust: 'holdover' });
});

it('says once that the clock was set back, and goes on from the log at the monotonic pace', () => {
  const runtime = manualRuntime(START);
  const told: number[] = [];
  const clock = guardedClock(runtime, (behind) => told.push(behind));
  clock.sawEntry(START);
  runtime.setWall(START - 86_400_000);
  expect(clock.moment()).toMatchObject({ trust: 'untrusted', guardedMs: START });
  runtime.advance(1_000);
  expect(clock.moment()).toMatchObject({ wallMs: START - 86_399_000, guardedMs: START + 1_000 });
  expect(told).toEqual([86_400_000]);
  expect(clock.dayAt(clock.moment())).toBe(dayNumber('2026-11-20'));
});

it('takes two seconds for jitter', () => {
  const runtime = manualRuntime(START);
  const told: number[] = [];
  const clock = guardedClock(runtime, (behind) => told.push(behind));
  clock.sawEntry(START + 2_000);
  expect(clock.moment().trust).toBe('holdover');
  expect(clock.moment().guardedMs).toBe(START + 2_000);
  expect(told).toEqual([]);
});

it('tells again after it has caught up and is set back anew', () => {
  const runtime = manualRuntime(START);
  const told: number[] = [];
  const clock = guardedClock(runtime, (behind) => told.push(behind));
  clock.sawEntry(START);
  runtime.setWall(0);
  clock.moment();
  runtime.setWall(START);
  expect(clock.moment().trust).toBe('holdover');
  runtime.setWall(0);
  clock.moment();
  expect(told).toHaveLength(2);
});

it('is synchronised for a day after it agreed with the centre', () => {
  const runtime = manualRuntime(START);
  const clock = guardedClock(runtime, () => {});
  clock.compared(true, runtime.monotonicMs());
  expect(clock.moment().trust).toBe('synchronised');
  runtime.advance(SYNCHRONISED_FOR_MS + 1);
  expect(clock.moment().trust).toBe('holdover');
});

it('changes the day at midnight in Oslo', () => {
  const runtime = manualRuntime(Date.UTC(2026, 10, 20, 22, 59, 59));
  const clock = guardedClock(runtime, () => {});
  expect(clock.dayAt(clock.moment())).toBe(dayNumber('2026-11-20'));
  runtime.advance(1_000);
  expect(clock.dayAt(clock.moment())).toBe(dayNumber('2026-11-21'));
});
