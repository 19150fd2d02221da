/**
 * How long the medium takes to make a few bytes durable. Every entry waits for it before the gate opens, and a worn memory card shows
 * here before it fails.
 */
import { closeSync, existsSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Examined, fault, type Look, ok } from '../examine.ts';

const NAME = 'speed of the medium';
const ROUNDS = 100;
const BLOCK = Buffer.alloc(4_096, 0x50);
/** An entry is refused when the log takes longer than 250 ms; a fifth of that in one flush is too near. */
const ALARM_P99_MS = 50;

export const lookAtMedium: Look = ({ data, runtime }) => {
  if (!existsSync(data)) return Promise.resolve([]);
  const folder = mkdtempSync(join(data, '.doctor-'));
  const file = openSync(join(folder, 'flush'), 'w', 0o600);
  try {
    const tookMs = Array.from({ length: ROUNDS }, () => {
      const before = runtime.monotonicMs();
      writeSync(file, BLOCK);
      fdatasyncSync(file);
      return runtime.monotonicMs() - before;
    });
    return Promise.resolve([judgeFlushes(tookMs)]);
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
};

export function judgeFlushes(tookMs: readonly number[]): Examined {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const percentile = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!;
  const [p50, p99] = [percentile(0.5), percentile(0.99)];
  const found = `fdatasync p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms of ${sorted.length}`;
  if (p99 <= ALARM_P99_MS) return ok(NAME, found);
  return fault(NAME, found, `Over ${ALARM_P99_MS} ms: use an SSD or an industrial memory card, and look for what else writes to it.`);
}
