import { describe, expect, it } from 'vitest';
import { CUT_AFTER_MS, type Freshness, freshnessOf, SLOW_AFTER_MS } from './freshness.ts';
import { PAUSE_MAX_MS, SiteStream, type Source, type Surroundings } from './site-stream.ts';

class FakeSource implements Source {
  closed = false;
  readonly #listeners = new Map<string, (event: { data?: unknown }) => void>();
  addEventListener(event: string, listener: (event: { data?: unknown }) => void): void {
    this.#listeners.set(event, listener);
  }
  close(): void {
    this.closed = true;
  }
  say(event: 'now' | 'ping' | 'error', data?: unknown): void {
    this.#listeners.get(event)?.({ data: typeof data === 'string' ? data : JSON.stringify(data) });
  }
}

function world() {
  let now = 1_000_000;
  const due: { at: number; call: () => void }[] = [];
  const sources: FakeSource[] = [];
  const around: Surroundings = {
    open: () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    nowMs: () => now,
    after: (ms, call) => {
      const entry = { at: now + ms, call };
      due.push(entry);
      return () => {
        const i = due.indexOf(entry);
        if (i >= 0) due.splice(i, 1);
      };
    },
    chance: () => 1,
  };
  const pass = (ms: number): void => {
    const end = now + ms;
    for (;;) {
      const next = due.filter((d) => d.at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      due.splice(due.indexOf(next), 1);
      now = next.at;
      next.call();
    }
    now = end;
  };
  const heard: { at: string; snapshot: unknown }[] = [];
  const felt: Freshness[] = [];
  const failed: number[] = [];
  const stream = new SiteStream('/stream', around, {
    heard: (e) => heard.push(e),
    felt: (f) => felt.push(f),
    failed: (n) => failed.push(n),
  });
  return { stream, sources, pass, heard, felt, failed, last: () => sources.at(-1)!, due };
}

const ping = { at: '2026-11-20T08:12:40Z' };

describe('freshness', () => {
  const at = (heardMs: number | undefined, failures = 0) => freshnessOf({ heardMs, sinceMs: 0, failures }, 100_000);

  it('goes from live to slow to cut with silence', () => {
    expect(at(100_000 - SLOW_AFTER_MS + 1)).toBe('live');
    expect(at(100_000 - SLOW_AFTER_MS)).toBe('slow');
    expect(at(100_000 - CUT_AFTER_MS)).toBe('cut');
  });

  it('takes one failed try for a restart and two for a cut', () => {
    expect(at(99_000, 1)).toBe('slow');
    expect(at(99_000, 2)).toBe('cut');
  });

  it('never calls live what was never heard', () => {
    expect(freshnessOf({ heardMs: undefined, sinceMs: 0, failures: 0 }, 1_000)).toBe('waiting');
    expect(freshnessOf({ heardMs: undefined, sinceMs: 0, failures: 0 }, CUT_AFTER_MS)).toBe('cut');
  });
});

describe('the stream of a site', () => {
  it('hands on snapshots and pings', () => {
    const w = world();
    w.stream.start();
    w.last().say('now', { asOf: ping.at, counts: {} });
    w.last().say('ping', ping);
    expect(w.heard).toEqual([
      { at: ping.at, snapshot: { asOf: ping.at, counts: {} } },
      { at: ping.at, snapshot: undefined },
    ]);
    expect(w.stream.freshness).toBe('live');
  });

  it('is not taken in by half an event', () => {
    const w = world();
    w.stream.start();
    w.last().say('now', '{"asOf":');
    w.last().say('now', { other: 1 });
    expect(w.heard).toEqual([]);
    expect(w.stream.freshness).toBe('waiting');
  });

  it('tries again after a pause that doubles up to its limit, and begins anew once something came', () => {
    const w = world();
    w.stream.start();
    for (const pause of [1_000, 2_000, 4_000, 8_000, 16_000, PAUSE_MAX_MS, PAUSE_MAX_MS]) {
      const opened = w.sources.length;
      w.last().say('error');
      w.pass(pause - 1);
      expect(w.sources.length).toBe(opened);
      w.pass(1);
      expect(w.sources.length).toBe(opened + 1);
    }
    expect(w.failed).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(w.stream.freshness).toBe('cut');
    w.last().say('ping', ping);
    expect(w.stream.freshness).toBe('live');
    w.last().say('error');
    w.pass(1_000);
    expect(w.failed.at(-1)).toBe(1);
  });

  it('closes a line that has gone silent and opens another', () => {
    const w = world();
    w.stream.start();
    w.last().say('ping', ping);
    const first = w.last();
    w.pass(SLOW_AFTER_MS + 500);
    expect(w.felt.at(-1)).toBe('slow');
    w.pass(CUT_AFTER_MS);
    expect(first.closed).toBe(true);
    expect(w.sources.length).toBeGreaterThan(1);
    expect(w.felt.at(-1)).toBe('cut');
  });

  it('ignores what a source says after it was given up', () => {
    const w = world();
    w.stream.start();
    const first = w.last();
    first.say('error');
    first.say('ping', ping);
    expect(w.heard).toEqual([]);
  });

  it('tries at once when asked, but leaves a live line alone', () => {
    const w = world();
    w.stream.start();
    w.last().say('error');
    w.stream.retryNow();
    expect(w.sources.length).toBe(2);
    w.last().say('ping', ping);
    w.stream.retryNow();
    expect(w.sources.length).toBe(2);
  });

  it('leaves no timer and no line behind', () => {
    const w = world();
    w.stream.start();
    w.last().say('error');
    w.stream.stop();
    expect(w.due).toEqual([]);
    expect(w.last().closed).toBe(true);
  });
});
