import { describe, expect, it } from 'vitest';
import { card, engagement, enterprise, freshUrl, holder, otherScope, scope } from '../../testing/central-fixtures.ts';
import { openCentralStores } from '../open-central-stores.ts';

const open = () => openCentralStores(freshUrl(), { create: true });
const block = { at: '2026-11-20T07:00:00Z', by: 'acc_1', reason: 'lost at the canteen' };

describe('the register of people', () => {
  it('gives back what was put, as it was typed', async () => {
    const { people, close } = await open();
    const put = {
      enterprises: [enterprise('ent_1'), { ...enterprise('ent_2', 'Tømrer Berg'), orgNumber: undefined, soleProprietor: true }],
      holders: [holder('hld_1'), { ...holder('hld_2', 'Nguyễn'), bornOn: undefined }],
      cards: [card('crd_1', 'hld_1'), { ...card('crd_2', 'hld_2'), number: undefined, blocked: block, lostOn: '2026-11-19' as const }],
      credentials: [
        {
          id: 'crl_1' as const,
          card: 'crd_1' as const,
          credential: { technology: 'iso14443a' as const, bits: '04a1b2c3d4e5f6', bitLength: 56 },
        },
      ],
      engagements: [
        engagement('eng_1', 'hld_1'),
        {
          ...engagement('eng_2', 'hld_2'),
          evidence: { kind: 'proof', proof: 'card_ordered', since: '2026-11-01' } as const,
          validUntil: '2026-12-01' as const,
        },
      ],
      chain: [{ enterprise: 'ent_1' as const, worksFor: 'ent_client' as const }],
    };
    await people.putEnterprises(scope, put.enterprises, put.chain);
    await people.putHolders(scope, put.holders);
    await people.putCards(scope, put.cards);
    await people.putCredentials(scope, put.credentials);
    await people.recordEngagements(scope, put.engagements);
    expect(await people.people(scope)).toEqual(put);
    expect(await people.holder(scope, 'hld_2')).toEqual(put.holders[1]);
    expect(await people.people(otherScope)).toEqual({
      holders: [],
      enterprises: [],
      cards: [],
      credentials: [],
      engagements: [],
      chain: [],
    });
    expect(await people.holder(otherScope, 'hld_1')).toBeUndefined();
    await close();
  });

  it('replaces what is put again, and tells listeners', async () => {
    const { people, changes, close } = await open();
    await people.putHolders(scope, [holder('hld_1')]);
    await people.putHolders(scope, [holder('hld_1', 'Žemaitis')]);
    await people.putHolders(scope, []);
    expect((await people.people(scope)).holders).toEqual([holder('hld_1', 'Žemaitis')]);
    expect((await changes.after(0, 10)).map((change) => change.topic)).toEqual(['people', 'people']);
    await close();
  });

  it('never changes an engagement: a correction supersedes, and the history keeps both', async () => {
    const { people, database, close } = await open();
    const [first, second] = [engagement('eng_1', 'hld_1'), engagement('eng_2', 'hld_1', 'eng_1')];
    await people.recordEngagements(scope, [first]);
    await people.recordEngagements(scope, [second]);
    expect((await people.people(scope)).engagements).toEqual([second]);
    expect(await people.engagementHistory(scope)).toEqual([first, second]);
    await expect(people.recordEngagements(scope, [engagement('eng_3', 'hld_1'), first])).rejects.toMatchObject({ code: 'store_conflict' });
    await expect(database.write([{ sql: `UPDATE engagement SET author = 'someone else'` }])).rejects.toMatchObject({
      code: 'store_conflict',
    });
    expect(await people.engagementHistory(scope)).toHaveLength(2);
    await close();
  });

  it('shows a person of the owner at each site where there is an engagement', async () => {
    const { people, close } = await open();
    const second = { ...scope, site: 'sit_9' } as const;
    await people.putEnterprises(scope, [enterprise('ent_1'), enterprise('ent_3')], []);
    await people.putHolders(scope, [holder('hld_1'), holder('hld_2')]);
    await people.putCards(scope, [card('crd_1', 'hld_1'), card('crd_2', 'hld_2')]);
    await people.recordEngagements(second, [engagement('eng_1', 'hld_1')]);
    const there = await people.people(second);
    expect(there).toMatchObject({ holders: [{ id: 'hld_1' }], cards: [{ id: 'crd_1' }], enterprises: [{ id: 'ent_1' }] });
    expect(await people.holder(second, 'hld_2')).toBeUndefined();
    await close();
  });

  it('blocks and lifts, with the whole history, and no put sets or lifts a block', async () => {
    const { people, database, close } = await open();
    await people.putCards(scope, [card('crd_1', 'hld_1')]);
    const blocked = async () => (await people.people(scope)).cards[0]!.blocked;
    expect(await people.setBlock(scope, 'crd_1', block)).toBe(true);
    await people.putCards(scope, [card('crd_1', 'hld_1')]);
    expect(await blocked()).toEqual(block);
    expect(await people.setBlock(scope, 'crd_1', undefined, { at: '2026-11-20T08:00:00Z', by: 'acc_2', reason: 'found' })).toBe(true);
    await people.putCards(scope, [{ ...card('crd_1', 'hld_1'), blocked: block }]);
    expect(await blocked()).toBeUndefined();
    expect(await people.setBlock(scope, 'crd_2', block)).toBe(false);
    expect(await people.setBlock(otherScope, 'crd_1', block)).toBe(false);
    const history = await database.query('SELECT card, change, by, reason FROM card_block ORDER BY position');
    expect(history).toEqual([
      { card: 'crd_1', change: 'blocked', by: 'acc_1', reason: 'lost at the canteen' },
      { card: 'crd_1', change: 'lifted', by: 'acc_2', reason: 'found' },
    ]);
    await expect(database.write([{ sql: `UPDATE card_block SET by = 'x'` }])).rejects.toMatchObject({ code: 'store_conflict' });
    await close();
  });
});
