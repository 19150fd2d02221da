/**
 * Passages a guard noted at the box's own pages, on their way into the log: one file each, so that neither side need be there for the
 * other. A file that is gone was written into the log; a crash in between writes the same passage twice, which moves nobody.
 */
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatingError } from '@portvakt/ports';
import { direction, id } from '@portvakt/protocol';
import { z } from 'zod';
import { codeOf, readIfThere, writeAtomically } from './atomic-file.ts';
import { jsonOf } from './identity.ts';

/** Notes that may wait; more are refused. */
export const NOTES_MAX = 100;

const note = z.strictObject({ v: z.literal(1), holder: id('holder'), gate: id('gate'), direction, by: z.string().max(60) });
export type Note = z.infer<typeof note>;

const WAITING = '.note.json';
const TAKEN = '.taken.json';

/** Puts a note in; durable when it resolves. Answers where it lies. */
export async function putNote(folder: string, name: string, value: Omit<Note, 'v'>): Promise<string> {
  if ((await readdir(folder)).length >= NOTES_MAX) throw new OperatingError('queue_full', 'too many notes wait for the log');
  const path = join(folder, `${name}${WAITING}`);
  await writeAtomically(path, JSON.stringify(note.parse({ v: 1, ...value })));
  return path;
}

/** `waiting`: nobody has looked at it; `taken`: it will be in the log; `logged`: it is. */
export async function noteState(path: string): Promise<'waiting' | 'taken' | 'logged'> {
  if (await isThere(path)) return 'waiting';
  return (await isThere(path.replace(WAITING, TAKEN))) ? 'taken' : 'logged';
}

/** Takes a note back. `false`: too late, it is on its way into the log. */
export async function withdrawNote(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return false;
    throw cause;
  }
}

export interface TakenNote {
  readonly note: Note;
  /** It is in the log. */
  done(): Promise<void>;
  /** It is not, and will be taken again. */
  leave(): void;
}

/** Takes the notes that wait, and those an earlier run took and did not finish. `inHand` are the ones this run is at. */
export async function takeNotes(folder: string, inHand: Set<string>): Promise<readonly TakenNote[]> {
  const taken: TakenNote[] = [];
  for (const name of (await readdir(folder)).toSorted().slice(0, NOTES_MAX)) {
    const base = name.replace(WAITING, '').replace(TAKEN, '');
    if (base === name || inHand.has(base)) continue;
    const path = join(folder, `${base}${TAKEN}`);
    if (name.endsWith(WAITING) && !(await moved(join(folder, name), path))) continue;
    const read = note.safeParse(jsonOf((await readIfThere(path)) ?? Buffer.of()));
    const done = async () => {
      await rm(path, { force: true });
      inHand.delete(base);
    };
    inHand.add(base);
    if (read.success) taken.push({ note: read.data, done, leave: () => void inHand.delete(base) });
    else await done();
  }
  return taken;
}

/** `false`: it was withdrawn a moment ago. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return false;
    throw cause;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return false;
    throw cause;
  }
}
