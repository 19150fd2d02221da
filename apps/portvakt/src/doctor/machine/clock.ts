/**
 * Whether the wall clock can be true. It decides no order, but which day a card is judged by and what the list says of when it was
 * checked.
 */
import { existsSync } from 'node:fs';
import { isOperating } from '@portvakt/ports';
import { openEntryReader } from '@portvakt/storage';
import { type Examined, fault, type Look, ok, warning } from '../examine.ts';
import { boxesIn } from '../site/boxes-in.ts';

/** Nothing that knows this program was ever run before. */
const EARLIEST_MS = Date.UTC(2026, 0, 1);
/** Two processes on one machine write within this of each other. */
const SLACK_MS = 2_000;
/** What the usual keepers of time leave while they do their work. */
const KEEPERS = ['/run/systemd/timesync/synchronized', '/run/chrony/chronyd.pid', '/run/chronyd.pid', '/run/ntpd.pid'];

export const lookAtClock: Look = async ({ data, runtime }) => {
  const now = runtime.now();
  return [judgeClock(now, await latestIn(data)), judgeKeeper(KEEPERS.some((path) => existsSync(path)))];
};

export function judgeClock(nowMs: number, latestMs: number | undefined): Examined {
  const shows = new Date(nowMs).toISOString();
  if (nowMs < EARLIEST_MS)
    return fault(
      'clock',
      `it shows ${shows}`,
      'Set the clock; a board without a battery starts in the past until it has the time from the network.',
    );
  if (latestMs !== undefined && latestMs - nowMs > SLACK_MS) {
    return fault(
      'clock',
      `it shows ${shows}, and the log has an entry of ${new Date(latestMs).toISOString()}`,
      'The clock was set back, or was ahead. Set it right; the order of the log does not hang on it.',
    );
  }
  return ok('clock', `it shows ${shows}`);
}

function judgeKeeper(isKept: boolean): Examined {
  if (isKept) return ok('keeper of time', 'there is one');
  return warning('keeper of time', 'none was found', 'Let systemd-timesyncd or chrony keep the clock (in a container the host does).');
}

/** Newest wall clock in any log here. A log that cannot be read is another look's finding. */
async function latestIn(data: string): Promise<number | undefined> {
  const latest: number[] = [];
  for (const { log } of boxesIn(data)) {
    if (!existsSync(log)) continue;
    try {
      const reader = await openEntryReader(log);
      const head = await reader.head();
      if (head !== undefined) latest.push(head.latestMs);
      await reader.close();
    } catch (cause) {
      if (!isOperating(cause)) throw cause; // told by the look at the databases
    }
  }
  return latest.length === 0 ? undefined : Math.max(...latest);
}
