/** A clock that a test turns by hand. */
import type { Runtime } from '../runtime.ts';

export interface ManualRuntime extends Runtime {
  /** Lets time pass, firing due timers in order. */
  advance(ms: number): void;
  /** Sets the wall clock alone, as an operator or a bad NTP server would; monotonic time and timers go on. */
  setWall(ms: number): void;
}

interface Waiting {
  dueMs: number;
  readonly everyMs: number | undefined;
  readonly call: () => void;
}

export function manualRuntime(startMs = Date.UTC(2026, 10, 20, 5, 30)): ManualRuntime {
  let monotonic = 0;
  let wallOffset = startMs;
  let count = 0;
  const waiting = new Set<Waiting>();
  const wait = (ms: number, everyMs: number | undefined, call: () => void) => {
    const entry: Waiting = { dueMs: monotonic + ms, everyMs, call };
    waiting.add(entry);
    return () => void waiting.delete(entry);
  };
  const nextDue = (until: number) => [...waiting].filter((w) => w.dueMs <= until).toSorted((a, b) => a.dueMs - b.dueMs)[0];
  return {
    now: () => wallOffset + monotonic,
    monotonicMs: () => monotonic,
    bootId: 'boot-of-a-test',
    after: (ms, call) => wait(ms, undefined, call),
    every: (ms, call) => wait(ms, ms, call),
    uuidv7: () => {
      count += 1;
      return `01900000-0000-7000-8000-${count.toString(16).padStart(12, '0')}`;
    },
    fraction: () => 0.5,
    advance: (ms) => {
      const until = monotonic + ms;
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        monotonic = Math.max(monotonic, due.dueMs);
        if (due.everyMs === undefined) waiting.delete(due);
        else due.dueMs += due.everyMs;
        due.call();
      }
      monotonic = until;
    },
    setWall: (ms) => {
      wallOffset = ms - monotonic;
    },
  };
}
