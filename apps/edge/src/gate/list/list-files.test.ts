import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildIndex } from '@portvakt/card-index';
import { describe, expect, it } from 'vitest';
import { freshStateDir } from '../../testing/a-box.ts';
import { aCentre } from '../../testing/a-centre.ts';
import { AGENT, anIndex, DIGEST_KEY, MORNING, testId } from '../../testing/a-site.ts';
import { loadList, storeDelta, storeSnapshot } from './list-files.ts';
import { ListKeeper, OVERLAID_MAX } from './list-in-force.ts';
import { KEYS_KEPT, loadListKeys, storeListKey } from './list-keys.ts';

const breathe = async () => undefined;

async function rig() {
  const centre = aCentre();
  const { cardStatus, ...dir } = await freshStateDir();
  const address = { me: centre.me, keys: [DIGEST_KEY], breathe };
  return {
    centre,
    folder: cardStatus,
    dir: { ...dir, cardStatus },
    address,
    load: (current?: Parameters<typeof loadList>[2]) => loadList(cardStatus, address, current),
  };
}

describe('the list on disk', () => {
  it('is the snapshot with its deltas, in order, and what a crash leaves is a list that was true once', async () => {
    const { centre, folder, load } = await rig();
    const versions = [anIndex(5, 1), anIndex(6, 2), anIndex(4, 3, { 2: { blocked: true } })];
    await storeSnapshot(folder, centre.snapshot(versions[0]!));
    await storeDelta(folder, 2, 3, centre.delta(versions[1]!, versions[2]!)); // the one before it is missing
    expect(await load()).toMatchObject({ index: { version: 1 }, refusal: 'gap' });
    await storeDelta(folder, 1, 2, centre.delta(versions[0]!, versions[1]!));
    expect(await load()).toMatchObject({ index: { version: 3, checksum: versions[2]!.checksum }, refusal: undefined });
  });

  it('is replaced whole, and what was before is gone', async () => {
    const { centre, folder, load } = await rig();
    await storeSnapshot(folder, centre.snapshot(anIndex(5, 1)));
    await storeDelta(folder, 1, 2, centre.delta(anIndex(5, 1), anIndex(6, 2)));
    await storeSnapshot(folder, centre.snapshot(anIndex(7, 3)));
    expect(await readdir(folder)).toEqual(['snapshot.bin']);
    expect((await load()).index).toMatchObject({ version: 3, size: 7 });
  });

  it('is refused with any byte changed and at any length, and the one in force stays', async () => {
    const { centre, folder, load } = await rig();
    const inForce = anIndex(3, 1);
    await storeSnapshot(folder, centre.snapshot(anIndex(3, 2)));
    const path = join(folder, 'snapshot.bin');
    const whole = await readFile(path);
    for (let at = 0; at < whole.length; at += 7) {
      const changed = Buffer.from(whole);
      changed[at] = changed[at]! ^ 0x40;
      await writeFile(path, changed);
      expect((await load(inForce)).index, `byte ${at}`).toBe(inForce);
      await writeFile(path, whole.subarray(0, at));
      expect((await load(inForce)).index, `length ${at}`).toBe(inForce);
    }
  });

  it('of another agent, site, centre or key is refused', async () => {
    const { centre, folder, address } = await rig();
    const snapshot = async (of: typeof centre) => {
      await storeSnapshot(folder, of.snapshot(anIndex(3, 1)));
      return (await loadList(folder, address)).refusal;
    };
    expect(await snapshot(aCentre(testId('agent', 9)))).toBe('foreign_agent');
    expect(await snapshot(aCentre(AGENT))).toBe('signature');
    await storeSnapshot(
      folder,
      centre.snapshot(
        buildIndex({ lineage: testId('lineage', 1), version: 1, issuedAt: MORNING, key: { ...DIGEST_KEY, id: testId('key', 9) } }, []),
      ),
    );
    expect((await loadList(folder, address)).refusal).toBe('foreign_key');
  });
});

describe('keys of the list', () => {
  it('are kept for the list in force and the one before it, and no longer', async () => {
    const { centre, dir } = await rig();
    const text = Buffer.from(JSON.stringify(centre.listKey()));
    for (let n = 1; n <= KEYS_KEPT + 3; n += 1) await storeListKey(dir.listKeys, testId('key', n), text);
    expect(await readdir(dir.listKeys)).toHaveLength(KEYS_KEPT);
    expect((await loadListKeys(dir.listKeys, centre.me)).map((k) => k.id)).toContain(DIGEST_KEY.id);
    await storeListKey(dir.listKeys, testId('key', 8), Buffer.from(JSON.stringify(aCentre().listKey())));
    expect(await loadListKeys(dir.listKeys, centre.me)).toHaveLength(KEYS_KEPT - 1);
  });
});

describe('blocks that lie over the list', () => {
  it('are so many and no more', async () => {
    const { centre, dir } = await rig();
    await storeSnapshot(dir.cardStatus, centre.snapshot(anIndex(3, 1)));
    const keeper = new ListKeeper({ cardStatus: dir.cardStatus, listMark: dir.listMark, overlay: dir.overlay }, centre.me, breathe, {
      applied: () => undefined,
      refused: () => undefined,
    });
    await keeper.refresh([DIGEST_KEY]);
    const lineage = testId('lineage', 1);
    expect(await keeper.overlay(testId('lineage', 2), 1, true)).toBe('refused');
    for (let slot = 0; slot < OVERLAID_MAX; slot += 1) await keeper.overlay(lineage, slot, true);
    expect(await keeper.overlay(lineage, OVERLAID_MAX, true)).toBe('refused');
    expect(await keeper.overlay(lineage, 5, false)).toBe('done');
  });
});
