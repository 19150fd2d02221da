/** Notices that a file another process writes has changed: asked with every nudge and on a slow beat, so that no nudge is needed. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './atomic-file.ts';

export interface WatchedFile {
  /** Whether the file is another one than when this was asked last. */
  changed(): Promise<boolean>;
  /** Answers `changed` again next time, whatever the file does: what was read could not be used for a reason that may pass. */
  again(): void;
}

export function watchedFile(path: string): WatchedFile {
  return watched(() => markOf(path));
}

/** The same for all files of a folder together. */
export function watchedFolder(path: string): WatchedFile {
  return watched(async () => {
    const names = (await readdir(path)).filter((name) => !name.endsWith('.new')).toSorted();
    return JSON.stringify(await Promise.all(names.map(async (name) => [name, await markOf(join(path, name))])));
  });
}

function watched(look: () => Promise<string | undefined>): WatchedFile {
  let known: string | undefined;
  return {
    changed: async () => {
      const mark = await look();
      if (mark === known) return false;
      known = mark;
      return true;
    },
    again: () => {
      known = 'unread';
    },
  };
}

/** Each writing makes a new inode, so size and times need not tell two writings of one millisecond apart. */
async function markOf(path: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw cause;
  }
}
