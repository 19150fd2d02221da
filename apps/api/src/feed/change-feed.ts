/**
 * The feed of changes, followed. Each instance of the centre reads it from the database, so that what one instance writes the listeners of
 * every other hear of within {@link POLL_MS}, and its own at once (`catchUp` after a commit).
 *
 * It also answers which change of some topics was the last at a site: the version of what is made from them. Before the first such change
 * since this process began that is the position it began at: never less than what any instance has given out for the same content.
 */
import type { Scope, SiteId } from '@portvakt/domain';
import type { Cancel, ChangeStore, ChangeTopic, Runtime } from '@portvakt/ports';
import { oneAtATime } from './one-at-a-time.ts';

export const POLL_MS = 100;
const ROWS_A_READ = 500;

export interface Change {
  readonly position: number;
  readonly scope: Scope;
  readonly topic: ChangeTopic;
}

export interface ChangeFeed {
  start(): Promise<void>;
  /** Resolves when every change committed before the call has been told. */
  catchUp(): Promise<void>;
  listen(hear: (change: Change) => void): Cancel;
  position(): number;
  /** Position of the last change of these topics at the site. */
  versionOf(site: SiteId, topics: readonly ChangeTopic[]): number;
  stop(): void;
}

export function changeFeed(changes: ChangeStore, runtime: Runtime, failed: (error: unknown) => void): ChangeFeed {
  const listeners = new Set<(change: Change) => void>();
  const last = new Map<SiteId, Map<ChangeTopic, number>>();
  let began = 0;
  let position = 0;
  let cancel: Cancel | undefined;

  const note = (change: Change) => {
    position = change.position;
    const topics = last.get(change.scope.site) ?? new Map<ChangeTopic, number>();
    last.set(change.scope.site, topics.set(change.topic, change.position));
    for (const hear of listeners) hear(change);
  };
  const catchUp = oneAtATime(async () => {
    for (;;) {
      const rows = await changes.after(position, ROWS_A_READ);
      for (const row of rows) note(row);
      if (rows.length < ROWS_A_READ) return;
    }
  });
  return {
    start: async () => {
      began = await changes.latest();
      position = began;
      let asking = false;
      cancel = runtime.every(POLL_MS, () => {
        if (asking) return;
        asking = true;
        catchUp()
          .catch(failed)
          .finally(() => {
            asking = false;
          });
      });
    },
    catchUp,
    listen: (hear) => {
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
    position: () => position,
    versionOf: (site, topics) => Math.max(began, ...topics.map((topic) => last.get(site)?.get(topic) ?? 0)),
    stop: () => cancel?.(),
  };
}
