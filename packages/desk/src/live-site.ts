/**
 * One site's *Nå*, live to everyone who watches it: composed once, however many look, and at most twice a second. Each event is the
 * whole view, so a listener that was away needs only the newest, and a slow one can be skipped without losing anything.
 */
import type { SiteId } from '@portvakt/domain';
import type { Cancel, Runtime, SiteReads } from '@portvakt/ports';
import { makeNowView } from './now-view.ts';

const AT_MOST_EVERY_MS = 500;
/** Ages and the minute's passages change although nothing happens. */
const AT_LEAST_EVERY_MS = 15_000;

export interface LiveEvent {
  readonly id: string;
  readonly text: string;
}

export interface LiveSite {
  /** Calls with the newest view at once (when there is one that `have` is not) and after each change. */
  listen(have: string | undefined, hear: (event: LiveEvent) => void): Cancel;
}

export function liveSites(reads: SiteReads, runtime: Runtime, failed: (error: unknown) => void): (site: SiteId) => LiveSite {
  const sites = new Map<SiteId, LiveSite>();
  return (site) => {
    const known = sites.get(site) ?? liveSite(site, reads, runtime, failed);
    sites.set(site, known);
    return known;
  };
}

function liveSite(site: SiteId, reads: SiteReads, runtime: Runtime, failed: (error: unknown) => void): LiveSite {
  const listeners = new Set<(event: LiveEvent) => void>();
  const started = runtime.uuidv7().slice(-12);
  let count = 0;
  let newest: LiveEvent | undefined;
  let composing = false;
  let again = false;
  let cancelWatch: Cancel | undefined;
  let cancelRefresh: Cancel | undefined;
  let cancelNext: Cancel | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;

  const compose = () => {
    cancelNext = undefined;
    if (composing) {
      again = true;
      return;
    }
    composing = true;
    lastMs = runtime.monotonicMs();
    makeNowView(reads, runtime, site)
      .then((view) => {
        count += 1;
        newest = { id: `${started}-${count}`, text: JSON.stringify(view) };
        for (const hear of listeners) hear(newest);
      }, failed)
      .finally(() => {
        composing = false;
        if (!again) return;
        again = false;
        soon();
      });
  };
  const soon = () => {
    if (cancelNext !== undefined || listeners.size === 0) return;
    cancelNext = runtime.after(Math.max(0, lastMs + AT_MOST_EVERY_MS - runtime.monotonicMs()), compose);
  };
  const start = () => {
    cancelWatch = reads.watch(site, soon);
    cancelRefresh = runtime.every(AT_LEAST_EVERY_MS, soon);
    soon();
  };
  const stop = () => {
    cancelWatch?.();
    cancelRefresh?.();
    cancelNext?.();
    cancelNext = undefined;
    newest = undefined;
  };

  return {
    listen: (have, hear) => {
      listeners.add(hear);
      if (listeners.size === 1) start();
      else if (newest !== undefined && newest.id !== have) hear(newest);
      return () => {
        if (listeners.delete(hear) && listeners.size === 0) stop();
      };
    },
  };
}
