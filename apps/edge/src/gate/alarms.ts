/** Something a person should see, written into the log once and not a thousand times: a quiet time for each code and subject. */
import type { Runtime } from '@portvakt/ports';
import type { alarmCodes } from '@portvakt/protocol';
import type { GuardedClock } from './clock/guarded-clock.ts';
import type { Appender } from './log/appender.ts';
import { draft } from './log/draft.ts';

export type AlarmCode = (typeof alarmCodes)[number];

/** The same alarm about the same thing is raised again after this. */
export const QUIET_MS = 60_000;
/** Alarms remembered as raised; the oldest is forgotten first. */
export const REMEMBERED_MAX = 256;

export interface Alarms {
  raise(code: AlarmCode, subject: string | null, detail: string): void;
  readonly raised: number;
}

export function alarmsInto(
  appender: () => Appender,
  clock: () => GuardedClock,
  runtime: Runtime,
  told: (code: AlarmCode, detail: string) => void,
): Alarms {
  const lastAt = new Map<string, number>();
  let raised = 0;
  return {
    raise(code, subject, detail) {
      const key = `${code} ${subject}`;
      const now = runtime.monotonicMs();
      const last = lastAt.get(key);
      if (last !== undefined && now - last < QUIET_MS) return;
      lastAt.delete(key);
      lastAt.set(key, now);
      if (lastAt.size > REMEMBERED_MAX) lastAt.delete(lastAt.keys().next().value!);
      raised += 1;
      told(code, detail);
      appender().append('fact', [
        draft(clock().moment(), { kind: 'alarm', code, subject: subject?.slice(0, 60) ?? null, detail: detail.slice(0, 120) }),
      ]);
    },
    get raised() {
      return raised;
    },
  };
}
