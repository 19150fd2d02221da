import { describe, expect, it, vi } from 'vitest';
import type { Comparison } from './compare-records.ts';
import { isFault } from './finding.ts';
import { LATER_MS, people, START_MS, ThreeFiles } from './testing/three-files.ts';

// three real files a test, each flushed to the disk
vi.setConfig({ testTimeout: 20_000 });

const [kari, jonas, ase, pal] = people as [`hld_${string}`, `hld_${string}`, `hld_${string}`, `hld_${string}`];
const findings = (comparison: Comparison) => comparison.rows.flatMap((row) => row.findings);
const faults = (comparison: Comparison) => findings(comparison).filter(isFault);

/** A morning where everything is as it should be: in, refused, a stranger, turned round, out. */
function morning(): ThreeFiles {
  const files = new ThreeFiles();
  files.show({ holder: kari });
  files.show({ holder: jonas });
  files.show({ holder: null });
  files.show({ holder: ase, opened: false });
  files.show({ holder: pal, walked: false });
  files.show({ holder: pal, plate: 'P4' });
  files.show({ holder: jonas, direction: 'out' });
  files.show({ holder: null, direction: 'out' });
  return files;
}

describe('three records that agree', () => {
  it('are in order, entry by entry, with the same people inside', async () => {
    const files = morning();
    await files.write();
    const comparison = await files.compare();
    expect(findings(comparison)).toEqual([]);
    expect(comparison.inOrder).toBe(true);
    expect(comparison.sums).toMatchObject({
      visits: 8,
      taps: 8,
      passages: 5,
      lost: 0,
      doubled: 0,
      wronglyOpened: 0,
      otherFaults: 0,
      waiting: 0,
    });
    expect(comparison.headcounts).toEqual({ street: 2, edge: 2, centre: 2, differences: [] });
  });

  it('put each entry of the log into exactly one row', async () => {
    const files = morning();
    const entries = await files.write();
    const { rows } = await files.compare();
    const places = rows.flatMap((row) => row.entries.map(({ entry }) => entry.sequence));
    expect(places.toSorted((a, b) => a - b)).toEqual(entries.map((e) => e.sequence));
  });

  it('explain who walked by without a card', async () => {
    const files = morning();
    files.walkBy(kari, 'out');
    await files.write();
    const comparison = await files.compare();
    expect(comparison.inOrder).toBe(true);
    expect(comparison.headcounts).toMatchObject({ street: 1, edge: 2, centre: 2 });
    expect(comparison.headcounts.differences).toEqual([
      { holder: kari, between: 'street_and_edge', inside: 'edge', why: 'walked_silently' },
    ]);
  });

  it('explain a person who turned round at a gate that senses nothing', async () => {
    const files = new ThreeFiles();
    files.show({ holder: kari, plate: 'P4', walked: false });
    await files.write();
    const comparison = await files.compare();
    expect(comparison.inOrder).toBe(true);
    expect(comparison.headcounts.differences).toMatchObject([{ holder: kari, why: 'assumed_at_gate' }]);
  });

  it('count what is not sent yet as waiting, and no more', async () => {
    const files = morning();
    files.show({ holder: ase });
    await files.write(files.drafts.length - 2);
    const comparison = await files.compare();
    expect(comparison.inOrder).toBe(true);
    expect(comparison.sums.waiting).toBe(2);
    expect(comparison.headcounts).toMatchObject({ street: 3, edge: 3, centre: 2 });
    expect(comparison.headcounts.differences).toEqual([{ holder: ase, between: 'edge_and_centre', inside: 'edge', why: 'not_sent_yet' }]);
  });

  it('take a reader that was unplugged for what it is', async () => {
    const files = morning();
    const { drafts } = files.show({ holder: ase, opened: false });
    for (const draft of drafts) files.forget('drafts', draft);
    await files.write();
    const comparison = await files.compare();
    expect(comparison.inOrder).toBe(true);
    expect(comparison.sums.notRead).toBe(1);
  });

  it('take a tap whose visit goes on as in progress, and later as made by nobody', async () => {
    const files = morning();
    const { visit } = files.show({ holder: ase });
    files.forget('visits', visit);
    await files.write();
    expect((await files.compare(files.atMs + 1_000)).sums).toMatchObject({ inProgress: 1, doubled: 0 });
    const later = await files.compare();
    expect(faults(later)).toEqual(['phantom_tap']);
    expect(later.inOrder).toBe(false);
  });

  it('take what the edge logged after the street was read for that', async () => {
    const files = morning();
    const readAtMs = files.atMs + 1_000;
    for (const holder of [kari, kari, ase]) files.forget('visits', files.show({ holder }).visit);
    await files.write(files.drafts.length - 4);
    const comparison = await files.compare(readAtMs);
    expect(faults(comparison)).toEqual([]);
    expect(comparison.inOrder).toBe(true);
    expect(comparison.sums).toMatchObject({ inProgress: 3, waiting: 4 });
  });

  it('need no personal parts: erased, they are a word and no fault', async () => {
    const files = morning();
    await files.write();
    files.tamper('edge', 'UPDATE entry SET personal = NULL, salt = NULL WHERE sequence < 4');
    const comparison = await files.compare();
    expect(faults(comparison)).toEqual([]);
    expect(findings(comparison)).toContain('erased');
  });
});

describe('the street and the edge', () => {
  it.each([
    [
      'a tap is lost',
      (files: ThreeFiles) => files.show({ holder: ase }).drafts.forEach((d) => files.forget('drafts', d)),
      ['lost_tap'],
      { lost: 1 },
    ],
    [
      'a passage is lost',
      (files: ThreeFiles) => files.forget('drafts', files.show({ holder: ase }).drafts[1]),
      ['lost_passage'],
      { lost: 1 },
    ],
    ['a tap is there twice', doubledTap, ['doubled_tap'], { doubled: 1 }],
    [
      'a passage is there twice',
      (files: ThreeFiles) => files.drafts.push(files.show({ holder: ase }).drafts[1]!),
      ['doubled_passage'],
      { doubled: 1 },
    ],
    [
      'a passage is made up',
      (files: ThreeFiles) => files.drafts.push({ ...files.show({ holder: ase }).drafts[1]!, body: strayPassage(files) }),
      ['phantom_passage'],
      { doubled: 1 },
    ],
    [
      'it is another person',
      (files: ThreeFiles) => files.show({ holder: ase }).drafts.forEach((d) => name(d, kari)),
      ['wrong_person'],
      { otherFaults: 1 },
    ],
    [
      'a known card is not recognised',
      (files: ThreeFiles) => files.show({ holder: ase, opened: false }).drafts.forEach((d) => name(d, null)),
      ['unrecognised'],
      { otherFaults: 1 },
    ],
    ['a stranger is let in', (files: ThreeFiles) => files.show({ holder: null, opened: true }), ['wrongly_opened'], { wronglyOpened: 1 }],
    [
      'a gate opens for someone refused',
      (files: ThreeFiles) => Object.assign(files.show({ holder: ase, opened: false }).visit, { opened: true }),
      ['wrongly_opened'],
      { wronglyOpened: 1 },
    ],
    [
      'a gate stays shut for someone granted',
      (files: ThreeFiles) => {
        const { visit, drafts } = files.show({ holder: ase, walked: false });
        Object.assign(visit, { opened: false });
        files.forget('drafts', drafts[1]);
      },
      ['not_opened'],
      { otherFaults: 1 },
    ],
  ])('differ where %s', async (_, plant, expected, sums) => {
    const files = new ThreeFiles();
    files.show({ holder: kari });
    files.show({ holder: jonas });
    plant(files);
    files.show({ holder: kari, direction: 'out' });
    files.show({ holder: pal });
    await files.write();
    const comparison = await files.compare();
    expect(faults(comparison)).toEqual(expected);
    expect(comparison.sums).toMatchObject(sums);
    expect(comparison.inOrder).toBe(false);
  });

  it('forgive a gate that stayed shut when the log says that nobody went', async () => {
    const files = new ThreeFiles();
    Object.assign(files.show({ holder: kari, walked: false }).visit, { opened: false });
    await files.write();
    const comparison = await files.compare();
    expect(findings(comparison)).toEqual(['not_taken']);
    expect(comparison.inOrder).toBe(true);
  });

  it('forgive a grant that nothing came of when the box stopped there', async () => {
    const files = new ThreeFiles();
    const { visit, drafts } = files.show({ holder: kari, walked: false });
    Object.assign(visit, { opened: false });
    files.forget('drafts', drafts[1]);
    files.drafts.push(files.start(files.atMs + 2_000));
    await files.write();
    const comparison = await files.compare();
    expect(findings(comparison)).toEqual(['interrupted']);
    expect(comparison.inOrder).toBe(true);
  });
});

describe('the edge and the centre', () => {
  it.each([
    [
      'an envelope was edited',
      `UPDATE ledger_entry SET envelope = replace(envelope, '"out"', '"in"') WHERE kind = 'tap' AND envelope LIKE '%"out"%' AND sequence < 14`,
      ['chain_broken', 'different'],
    ],
    ['an entry is gone', 'DELETE FROM ledger_entry WHERE sequence = 4', ['missing']],
    [
      'a personal part was changed',
      `UPDATE ledger_entry SET personal = replace(personal, '"by":null', '"by":"x"') WHERE sequence = 2`,
      ['commitment_broken', 'different'],
    ],
    ['a passage is not counted', 'DELETE FROM passage WHERE sequence = 3', ['not_counted']],
    [
      'an entry was set aside',
      `INSERT INTO quarantine (owner, site, agent, epoch, sequence, raw, reason, received_at) SELECT owner, site, agent, epoch, sequence, envelope, 'shape', received_at FROM ledger_entry WHERE sequence = 2`,
      ['set_aside'],
    ],
  ])('differ where %s', async (_, sql, expected) => {
    const files = morning();
    await files.write();
    files.tamper('centre', sql);
    const comparison = await files.compare();
    expect([...new Set(faults(comparison))].toSorted()).toEqual(expected.toSorted());
    expect(comparison.inOrder).toBe(false);
  });

  it('differ where the centre has what the edge never logged', async () => {
    const files = morning();
    await files.write();
    files.tamper('edge', 'DELETE FROM entry WHERE sequence > 12');
    expect(faults(await files.compare())).toContain('unknown_to_edge');
  });

  it('differ where the edge has a hole of its own', async () => {
    const files = morning();
    await files.write();
    files.tamper('edge', 'DELETE FROM entry WHERE sequence = 6');
    expect(faults(await files.compare())).toEqual(expect.arrayContaining(['edge_hole', 'unknown_to_edge']));
  });

  it('differ where the edge changed an entry after it was sent', async () => {
    const files = morning();
    await files.write();
    files.tamper('edge', `UPDATE entry SET envelope = replace(envelope, 'card_expired', 'card_blocked')`);
    expect(new Set(faults(await files.compare()))).toEqual(new Set(['chain_broken', 'different']));
  });

  it('never agree on people by chance: a passage turned at the centre shows in the count', async () => {
    const files = morning();
    await files.write();
    files.tamper('centre', 'UPDATE passage SET to_zone = from_zone WHERE sequence = 3');
    const { headcounts } = await files.compare();
    expect(headcounts).toMatchObject({ edge: 2, centre: 1 });
    expect(headcounts.differences).toMatchObject([{ holder: kari, why: 'unexplained' }]);
  });
});

it('is read at the moment it is given', async () => {
  const files = morning();
  await files.write();
  expect((await files.compare(LATER_MS)).rows[0]!.atMs).toBe(START_MS);
});

function doubledTap(files: ThreeFiles): void {
  const { drafts } = files.show({ holder: ase, opened: false });
  const [tap] = drafts as [(typeof drafts)[number]];
  files.drafts.push({ ...tap, atMs: tap.atMs + 900, body: { ...tap.body, tap: 'tap_01900000-0000-7000-8000-00000000dddd' } });
}

function strayPassage(files: ThreeFiles) {
  return { ...files.drafts.findLast((d) => d.body.kind === 'passage')!.body, tap: 'tap_01900000-0000-7000-8000-00000000eeee' };
}

function name(draft: ThreeFiles['drafts'][number], holder: `hld_${string}` | null): void {
  if (draft.personal !== null) draft.personal = { ...draft.personal, holder };
}
