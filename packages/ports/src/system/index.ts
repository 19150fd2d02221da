/** The machine's own clock, timers and chance. Imported only where an app is wired. */

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { uuidv7 } from 'uuidv7';
import type { Runtime } from '../runtime.ts';

export function systemRuntime(): Runtime {
  return {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    bootId: bootId(),
    after: (ms, call) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    every: (ms, call) => {
      const timer = setInterval(call, ms);
      return () => clearInterval(timer);
    },
    uuidv7: () => uuidv7(),
    fraction: () => Math.random(),
  };
}

/** `performance.now` starts with the process, so the boot that our monotonic times belong to is this process's life on this kernel boot. */
function bootId(): string {
  const own = randomUUID();
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 8)}-${own}`;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return own; // not Linux
    throw cause;
  }
}
