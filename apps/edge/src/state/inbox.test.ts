import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshStateDir } from '../testing/a-box.ts';
import { holderOf, testId } from '../testing/a-site.ts';
import { NOTES_MAX, noteState, putNote, takeNotes, withdrawNote } from './inbox.ts';

const note = { holder: holderOf(1), gate: testId('gate', 1), direction: 'in', by: 'acc_1' } as const;

describe('the inbox', () => {
  it('hands each note over once, and again when the one who took it died', async () => {
    const { inbox } = await freshStateDir();
    const path = await putNote(inbox, 'a', note);
    const inHand = new Set<string>();
    expect(await takeNotes(inbox, inHand)).toMatchObject([{ note }]);
    expect(await takeNotes(inbox, inHand)).toEqual([]);
    expect(await noteState(path)).toBe('taken');
    const [again] = await takeNotes(inbox, new Set());
    await again!.done();
    expect(await noteState(path)).toBe('logged');
  });

  it('gives a note back while nobody has taken it, and not after', async () => {
    const { inbox } = await freshStateDir();
    const path = await putNote(inbox, 'a', note);
    expect(await withdrawNote(path)).toBe(true);
    const second = await putNote(inbox, 'b', note);
    await takeNotes(inbox, new Set());
    expect(await withdrawNote(second)).toBe(false);
  });

  it('takes so many and no more', async () => {
    const { inbox } = await freshStateDir();
    for (let n = 0; n < NOTES_MAX; n += 1) await writeFile(join(inbox, `${n}.note.json`), '{}');
    await expect(putNote(inbox, 'z', note)).rejects.toMatchObject({ code: 'queue_full' });
    expect(await takeNotes(inbox, new Set())).toEqual([]);
    await rm(join(inbox, '0.note.json'), { force: true });
    await putNote(inbox, 'z', note);
  });
});
