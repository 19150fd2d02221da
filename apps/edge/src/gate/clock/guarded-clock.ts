/**
 * The wall clock, guarded by what the log has already seen.
 *
 * A clock that is behind the newest entry of the log has been set back: it is still written down as it stands, marked `untrusted`, but the
 * day a card is judged by goes on from the newest entry at the pace of the monotonic clock. Nothing is ever ordered by any of this.
 */
import { dayNumber, endOfSiteDay, siteDayOf } from '@portvakt/domain';
import type { ClockTrust, Runtime } from '@portvakt/ports';

/** How far behind the log the wall clock may be: below this it is jitter of a time server. */
export const SET_BACK_MS = 2_000;
/** How long a comparison with the centre's clock is good for. */
export const SYNCHRONISED_FOR_MS = 24 * 3_600_000;

/** One reading of all clocks. */
export interface Moment {
  /** Wall clock as it stands, milliseconds since 1970 UTC. */
  readonly wallMs: number;
  /** Never behind what the log has seen: for days and expiries. */
  readonly guardedMs: number;
  readonly monotonicMs: number;
  readonly trust: ClockTrust;
}

export interface GuardedClock {
  moment(): Moment;
  /** Days from 1970-01-01 at the site, by the guarded time of the moment. */
  dayAt(moment: Moment): number;
  /** The log holds an entry with this wall clock. */
  sawEntry(wallMs: number): void;
  /** The centre's clock agreed with ours at this monotonic time, or did not. */
  compared(agrees: boolean, atMonotonicMs: number): void;
}

/** `setBack` is called once each time the clock turns out to have been set back, with how many milliseconds. */
export function guardedClock(runtime: Runtime, setBack: (behindMs: number) => void): GuardedClock {
  let latest: { readonly wallMs: number; readonly monotonicMs: number } | undefined;
  let agreedAt: number | undefined;
  let untrusted = false;
  let day = { number: 0, fromMs: 0, untilMs: 0 };

  return {
    moment() {
      const wallMs = runtime.now();
      const monotonicMs = runtime.monotonicMs();
      const floorMs = latest === undefined ? wallMs : latest.wallMs + Math.max(0, monotonicMs - latest.monotonicMs);
      const behind = latest === undefined ? 0 : latest.wallMs - wallMs;
      const was = untrusted;
      untrusted = behind > SET_BACK_MS;
      if (untrusted && !was) setBack(behind);
      const synchronised = agreedAt !== undefined && monotonicMs - agreedAt <= SYNCHRONISED_FOR_MS;
      return {
        wallMs,
        guardedMs: untrusted ? floorMs : Math.max(wallMs, latest?.wallMs ?? wallMs),
        monotonicMs,
        trust: untrusted ? 'untrusted' : synchronised ? 'synchronised' : 'holdover',
      };
    },
    dayAt({ guardedMs }) {
      if (guardedMs < day.fromMs || guardedMs >= day.untilMs) {
        const text = siteDayOf(guardedMs);
        day = { number: dayNumber(text), fromMs: guardedMs, untilMs: endOfSiteDay(text) };
      }
      return day.number;
    },
    sawEntry(wallMs) {
      if (latest === undefined || wallMs > latest.wallMs) latest = { wallMs, monotonicMs: runtime.monotonicMs() };
    },
    compared(agrees, atMonotonicMs) {
      agreedAt = agrees ? atMonotonicMs : undefined;
    },
  };
}
