/** The machine's clock with timers that run ahead: what waits half a minute waits a moment. For tests with real sockets and processes. */
import type { Runtime } from '@portvakt/ports';
import { systemRuntime } from '@portvakt/ports/system';

export function quickRuntime(times = 20): Runtime {
  const real = systemRuntime();
  return { ...real, after: (ms, call) => real.after(ms / times, call), every: (ms, call) => real.every(ms / times, call) };
}

/** Waits until it holds; the test's own limit ends a wait in vain. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const { after } = systemRuntime();
  while (!(await holds())) await new Promise<void>((resolve) => void after(2, resolve));
}
