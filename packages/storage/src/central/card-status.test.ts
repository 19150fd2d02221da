import type { ListEntry, ListHead } from '@portvakt/ports';
import { describe, expect, it } from 'vitest';
import { freshUrl, otherScope, scope } from '../testing/central-fixtures.ts';
import { openCentralStores } from './open-central-stores.ts';

const head = (version: number, lineage: ListHead['lineage'] = 'lin_1'): ListHead => ({ lineage, version, checksum: `sum-${version}` });
const entry = (low: number, status = 7): ListEntry => ({ high: 4_294_967_295, low, status, holder: status === 0 ? 0 : low });

describe('the card-status list', () => {
  it('goes on version by version, and says what changed since any of them', async () => {
    const { cardStatus, close } = await openCentralStores(freshUrl(), { create: true });
    expect(await cardStatus.head(scope)).toBeUndefined();
    expect(await cardStatus.changedAfter(scope, 0)).toBeUndefined();
    await cardStatus.advance(scope, undefined, head(1), [entry(1), entry(2), entry(3)]);
    await cardStatus.advance(scope, head(1), head(2), [entry(2, 0), entry(4)]);
    await cardStatus.advance(scope, head(2), head(3), [entry(4, 9)]);
    expect(await cardStatus.head(scope)).toEqual(head(3));
    expect(await cardStatus.entries(scope)).toEqual([entry(1), entry(3), entry(4, 9)]);
    expect(await cardStatus.changedAfter(scope, 1)).toEqual([entry(2, 0), entry(4, 9)]);
    expect(await cardStatus.changedAfter(scope, 2)).toEqual([entry(4, 9)]);
    expect(await cardStatus.changedAfter(scope, 3)).toEqual([]);
    expect(await cardStatus.changedAfter(scope, 4)).toBeUndefined();
    expect(await cardStatus.entries(otherScope)).toEqual([]);
    await close();
  });

  it('keeps an entry whose status is nought as long as it names a holder: a digest several cards share', async () => {
    const { cardStatus, close } = await openCentralStores(freshUrl(), { create: true });
    const shared: ListEntry = { high: 1, low: 2, status: 0, holder: 4_294_967_040 };
    await cardStatus.advance(scope, undefined, head(1), [shared]);
    expect(await cardStatus.entries(scope)).toEqual([shared]);
    await close();
  });

  it('starts over with a new lineage, and a list from before it cannot be patched', async () => {
    const { cardStatus, close } = await openCentralStores(freshUrl(), { create: true });
    await cardStatus.advance(scope, undefined, head(5), [entry(1), entry(2)]);
    await cardStatus.advance(scope, head(5), head(9, 'lin_2'), [entry(3)]);
    expect(await cardStatus.entries(scope)).toEqual([entry(3)]);
    expect(await cardStatus.changedAfter(scope, 5)).toBeUndefined();
    expect(await cardStatus.changedAfter(scope, 9)).toEqual([]);
    await close();
  });

  it('is advanced by one of two instances, never by both', async () => {
    const url = freshUrl();
    const [one, two] = await Promise.all([openCentralStores(url, { create: true }), openCentralStores(url, { create: true })]);
    await one.cardStatus.advance(scope, undefined, head(1), [entry(1)]);
    await expect(two.cardStatus.advance(scope, undefined, head(1), [entry(2)])).rejects.toMatchObject({ code: 'store_conflict' });
    for (let version = 1; version < 20; version += 1) {
      const ends = await Promise.allSettled(
        [one, two].map(({ cardStatus }, i) => cardStatus.advance(scope, head(version), head(version + 1), [entry(100 * version + i)])),
      );
      expect(ends.map((end) => end.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    }
    expect(await two.cardStatus.entries(scope)).toHaveLength(20);
    await expect(one.cardStatus.advance(scope, head(20), head(20), [])).rejects.toMatchObject({ code: 'store_conflict' });
    await one.close();
    await two.close();
  });

  it('gives each card a slot once, from two instances too', async () => {
    const url = freshUrl();
    const [one, two] = await Promise.all([openCentralStores(url, { create: true }), openCentralStores(url, { create: true })]);
    expect(await one.cardStatus.slots(scope, ['crd_b', 'crd_a', 'crd_b'])).toEqual(
      new Map([
        ['crd_b', 1],
        ['crd_a', 2],
      ]),
    );
    await Promise.all([one.cardStatus.slots(scope, ['crd_a', 'crd_c', 'crd_d']), two.cardStatus.slots(scope, ['crd_d', 'crd_e'])]);
    await one.cardStatus.advance(scope, undefined, head(1), []);
    await one.cardStatus.advance(scope, head(1), head(2, 'lin_2'), []);
    const all = await two.cardStatus.slots(scope, ['crd_a', 'crd_b', 'crd_c', 'crd_d', 'crd_e']);
    expect([...all.values()].toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(all.get('crd_b')).toBe(1);
    expect(await one.cardStatus.slots(otherScope, ['crd_a'])).toEqual(new Map([['crd_a', 1]]));
    await one.close();
    await two.close();
  });
});
