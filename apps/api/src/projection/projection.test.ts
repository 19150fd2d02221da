import { type CardIndex, digestKey, type ListRead, readList } from '@portvakt/card-index';
import { type Credential, siteDayOf } from '@portvakt/domain';
import { listKeyPayload, signedText } from '@portvakt/protocol';
import { signatureHolds, signedTextHolds, unseal } from '@portvakt/trust';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../testing/site-double.ts';
import { type StagedSite, stagedSite } from '../testing/staged-site.ts';
import { anotherCentre } from '../testing/test-centre.ts';

let staged: StagedSite;
beforeEach(async () => {
  staged = await stagedSite();
});
afterEach(() => staged.close());

/** The agent's side: fetches the key and the list as the edge would, and reads it with its own binding. */
async function fetchList(current?: CardIndex, withChecksum = true): Promise<ListRead | undefined> {
  const { agent } = staged;
  const { owner, site, agent: id, centre } = agent.identity;
  const text = signedText.parse(await (await agent.get('/list-key')).json());
  expect(signedTextHolds('card-status', text, centre.signingKey)).toBe(true);
  const payload = listKeyPayload.parse(JSON.parse(text.payload));
  const key = unseal('list-key', payload.sealed, agent.sealing)!;
  const held =
    current === undefined
      ? ''
      : `?lineage=${current.lineage}&from=${current.version}${withChecksum ? `&checksum=${current.checksum}` : ''}`;
  const response = await agent.get(`/card-status${held}`);
  if (response.status === 204) return undefined;
  expect(response.status).toBe(200);
  const verify = (bytes: Uint8Array, signature: Uint8Array) =>
    signatureHolds('card-status', bytes, Buffer.from(signature).toString('base64url'), centre.signingKey);
  return readList(new Uint8Array(await response.arrayBuffer()), {
    owner,
    site,
    agent: id,
    digestKey: digestKey(payload.key, key),
    verify,
    current,
  });
}

function indexOf(read: ListRead | undefined): CardIndex {
  if (read === undefined || !read.ok) throw new Error(`no list: ${JSON.stringify(read)}`);
  return read.index;
}
const blockedOn = (index: CardIndex, credential: Credential) => {
  const found = index.lookup(credential);
  return typeof found === 'string' ? found : found.status.blocked;
};

describe('the card-status list', () => {
  it('is a snapshot that its agent reads, and nothing once it has it', async () => {
    const read = await fetchList();
    expect(read).toMatchObject({ ok: true, kind: 'snapshot' });
    const index = indexOf(read);
    expect(index.size).toBe(3);
    for (const { credential } of staged.site.people)
      expect(index.lookup(credential)).toMatchObject({ status: { type: 'construction', blocked: false, registers: 'unclear' } });
    expect(await fetchList(index)).toBeUndefined();
  });

  it('comes as a delta after a block, and again when it is lifted', async () => {
    const before = indexOf(await fetchList());
    const { card, credential } = staged.site.people[0]!;
    await staged.call('POST', `/sites/${staged.site.site}/cards/${card}/block`, { reason: 'Mistet ved heisen' });
    const read = await fetchList(before);
    expect(read).toMatchObject({ ok: true, kind: 'delta' });
    const after = indexOf(read);
    expect(blockedOn(after, credential)).toBe(true);
    await staged.call('DELETE', `/sites/${staged.site.site}/cards/${card}/block`);
    expect(blockedOn(indexOf(await fetchList(after)), credential)).toBe(false);
  });

  it('is a snapshot for a lineage nobody knows, and a delta also where only this process remembers the checksum', async () => {
    const before = indexOf(await fetchList());
    await staged.call('POST', `/sites/${staged.site.site}/cards/${staged.site.people[0]!.card}/block`, { reason: 'x y' });
    expect(await fetchList(before, false)).toMatchObject({ ok: true, kind: 'delta' });
    expect(await fetchList({ ...before, lineage: 'lin_01900000-0000-7000-8000-000000000001' })).toMatchObject({
      ok: true,
      kind: 'snapshot',
    });
    await staged.central.projector.startOver(staged.agent.scope);
    const renewed = indexOf(await fetchList(before));
    expect(renewed).toMatchObject({ version: 1, size: 3 });
    expect(renewed.lineage).not.toBe(before.lineage);
  });

  it('goes over to a new key as a snapshot: the same cards under digests nobody can compare with the old', async () => {
    const before = indexOf(await fetchList());
    await staged.call('POST', `/sites/${staged.site.site}/list-key`, {});
    const read = await fetchList(before);
    expect(read).toMatchObject({ ok: true, kind: 'snapshot' });
    const after = indexOf(read);
    expect(after.keyId).not.toBe(before.keyId);
    const digests = (index: CardIndex) => [...index.entries()].map(({ high, low }) => `${high} ${low}`);
    expect(digests(after).filter((digest) => digests(before).includes(digest))).toEqual([]);
    for (const { credential } of staged.site.people) expect(blockedOn(after, credential)).toBe(false);
    expect(await fetchList(after)).toBeUndefined();
  });

  it('keeps a blocked card blocked when its row is sent again', async () => {
    const { card, credential, holder } = staged.site.people[0]!;
    await staged.call('POST', `/sites/${staged.site.site}/cards/${card}/block`, { reason: 'Mistet' });
    await staged.call('PUT', `/sites/${staged.site.site}/cards`, {
      data: [{ id: card, holder, employer: staged.site.employer, type: 'construction', number: '7100099', issuedOn: '2026-02-02' }],
    });
    expect(blockedOn(indexOf(await fetchList()), credential)).toBe(true);
  });

  it('takes a card off by a tombstone when its engagement is corrected away', async () => {
    const before = indexOf(await fetchList());
    const { holder, card, credential } = staged.site.people[2]!;
    const { data } = await staged.call<{ data: { id: string; holder: string }[] }>('GET', `/sites/${staged.site.site}/engagements`);
    const wrong = data.find((e) => e.holder === holder)!;
    const correction = {
      holder,
      employer: staged.site.employer,
      validFrom: '2026-01-05',
      validUntil: '2026-01-04',
      evidence: { kind: 'card', card },
      supersedes: wrong.id,
      reason: 'Skulle aldri vært her',
    };
    await staged.call('POST', `/sites/${staged.site.site}/engagements`, { data: [correction] });
    const read = await fetchList(before);
    expect(read).toMatchObject({ ok: true, kind: 'delta' });
    expect(indexOf(read).lookup(credential)).toBe('unknown');
    expect(indexOf(read).size).toBe(2);
  });

  it('says of a credential that two cards share that it is ambiguous, and then rests', async () => {
    const [one, two] = staged.site.people;
    await staged.call('PUT', `/sites/${staged.site.site}/credentials`, {
      data: [{ id: newId('credential'), card: two!.card, credential: one!.credential }],
    });
    const index = indexOf(await fetchList());
    expect(index.lookup(one!.credential)).toBe('ambiguous');
    await staged.central.projector.project(staged.agent.scope);
    expect(await fetchList(index)).toBeUndefined();
  });

  it('is made again when the day turns at the site', async () => {
    const { holder, card, credential } = staged.site.people[0]!;
    const { data } = await staged.call<{ data: { id: string; holder: string }[] }>('GET', `/sites/${staged.site.site}/engagements`);
    const now = data.find((e) => e.holder === holder)!;
    const day = (ms: number) => siteDayOf(staged.runtime.now() + ms);
    const [today, later, end] = [day(0), day(3 * 86_400_000), day(9 * 86_400_000)];
    const common = { holder, employer: staged.site.employer, evidence: { kind: 'card', card } };
    await staged.call('POST', `/sites/${staged.site.site}/engagements`, {
      data: [
        { ...common, validFrom: today, validUntil: today, supersedes: now.id, reason: 'To oppdrag' },
        { ...common, validFrom: later, validUntil: end },
      ],
    });
    const untilDay = (index: CardIndex) => (index.lookup(credential) as { status: { untilDay: number } }).status.untilDay;
    const before = indexOf(await fetchList());
    staged.runtime.setWall(staged.runtime.now() + 26 * 3_600_000);
    await staged.central.projector.project(staged.agent.scope);
    expect(untilDay(indexOf(await fetchList(before)))).toBeGreaterThan(untilDay(before));
  });

  it('is the same one version where two instances project at once', async () => {
    const second = await anotherCentre(staged.config);
    const { card } = staged.site.people[1]!;
    const before = await staged.central.stores.cardStatus.head(staged.agent.scope);
    await second.central.stores.people.setBlock(staged.agent.scope, card, { at: '2026-11-20T10:00:00Z', by: 'x', reason: 'y' });
    await Promise.all([staged, second, staged, second].map((c) => c.central.projector.project(staged.agent.scope)));
    expect((await staged.central.stores.cardStatus.head(staged.agent.scope))?.version).toBe(before!.version + 1);
    await second.close();
  });
});
