/** Passages a guard noted at the box's own pages, into the log; a note is let go only when the log has it. */
import { takeNotes } from '../../state/inbox.ts';
import type { GuardedClock } from '../clock/guarded-clock.ts';
import { manualPassageDraft } from '../commands/command-path.ts';
import type { Appender } from '../log/appender.ts';
import type { Places } from '../site/places.ts';

export interface NoteParts {
  places(): Places | undefined;
  readonly clock: GuardedClock;
  readonly appender: Appender;
}

/** Answers the look at the inbox, to be called again and again. */
export function noteKeeper(folder: string, { places, clock, appender }: NoteParts): () => Promise<void> {
  const inHand = new Set<string>();
  return async () => {
    if (places() === undefined) return;
    for (const { note, done, leave } of await takeNotes(folder, inHand)) {
      const passage = manualPassageDraft(places(), clock.moment(), note);
      if (passage === undefined) await done();
      else if (appender.append('fact', [passage], () => void done()) === undefined) leave(); // the queue is full
    }
  };
}
