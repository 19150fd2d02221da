/** What can be done at the site's own pages. Most acts change what the centre owns, and are done there. */
import { isId } from '@portvakt/domain';
import { OperatingError, type Runtime, type SiteActs } from '@portvakt/ports';
import { noteState, putNote, withdrawNote } from '../state/inbox.ts';

/** How long a guard waits to be told that the passage stands in the log. */
const LOGGED_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 50;

export function edgeActs(inbox: string, runtime: Runtime, nudge: () => void): SiteActs {
  const atTheCentre = async (): Promise<never> => {
    throw new OperatingError('link_down', 'this is done at the centre');
  };
  return {
    block: atTheCentre,
    unblock: atTheCentre,
    checkList: atTheCentre,
    command: atTheCentre,
    manualPassage: async (_, { holder, direction, gate }, by) => {
      if (!isId('gate', gate)) throw new OperatingError('value_refused', 'no such gate');
      const path = await putNote(inbox, runtime.uuidv7(), { holder, direction, gate, by: by.account });
      nudge();
      const endMs = runtime.monotonicMs() + LOGGED_WITHIN_MS;
      while ((await noteState(path)) !== 'logged') {
        // taken back in time it never happened; too late it stands in the log all the same
        if (runtime.monotonicMs() > endMs && (await withdrawNote(path)))
          throw new OperatingError('deadline', 'the log did not take the passage');
        await new Promise<void>((resolve) => void runtime.after(LOOK_EVERY_MS, resolve));
      }
    },
  };
}
