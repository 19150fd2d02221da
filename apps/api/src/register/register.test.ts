import { problem } from '@portvakt/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json } from '../testing/agent-double.ts';
import { makeSite, newId, siteDescription } from '../testing/site-double.ts';
import { type StagedSite, stagedSite } from '../testing/staged-site.ts';

let staged: StagedSite;
beforeEach(async () => {
  staged = await stagedSite();
});
afterEach(() => staged.close());

const send = (method: string, path: string, body: unknown) =>
  staged.app.request(`/api/v1/sites/${staged.site.site}${path}`, json(method, body, { cookie: staged.cookie }));
const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return problem.parse(await response.json());
};
type Page = { data: { id: string }[]; nextCursor: string | null };

describe('the register', () => {
  it('refuses unknown keys, wrong numbers and a national identity number, and echoes none of them', async () => {
    const { holder } = staged.site.people[0]!;
    const card = { id: newId('card'), holder, employer: staged.site.employer, type: 'construction', issuedOn: null };
    const wrong: readonly [string, string, object][] = [
      ['/holders', 'fnr', { data: [{ id: newId('holder'), givenName: 'Kari', familyName: 'Vik', bornOn: null, fnr: '01019012345' }] }],
      ['/cards', '01019012345', { data: [{ ...card, number: '01019012345' }] }],
      ['/enterprises', '123456789', { data: [{ id: newId('enterprise'), name: 'X', orgNumber: '123456789' }] }],
      ['/holders', '\u0007', { data: [{ id: newId('holder'), givenName: '\u0007', familyName: 'Vik', bornOn: null }] }],
    ];
    for (const [path, secret, body] of wrong) {
      const told = await problemOf(await send('PUT', path, body));
      expect(told.code).toBe('invalid_input');
      expect(told.errors?.[0]?.pointer).toMatch(/^#\/data\/0/);
      if (secret !== 'fnr') expect(JSON.stringify(told)).not.toContain(secret);
    }
  });

  it('is bounded in rows and bytes, and reads JSON alone', async () => {
    const row = () => ({ id: newId('holder'), givenName: 'Kari', familyName: 'Vik', bornOn: null });
    expect((await problemOf(await send('PUT', '/holders', { data: Array.from({ length: 501 }, row) }))).code).toBe('invalid_input');
    expect((await problemOf(await send('PUT', '/holders', { data: [], filler: 'x'.repeat(3_000_000) }))).code).toBe('too_large');
    const form = await staged.app.request(`/api/v1/sites/${staged.site.site}/holders`, {
      method: 'PUT',
      headers: { cookie: staged.cookie },
      body: 'a=b',
    });
    expect((await problemOf(form)).code).toBe('invalid_input');
  });

  it('names nothing of a site that the asker has no hand in', async () => {
    const card = {
      id: newId('card'),
      holder: newId('holder'),
      employer: staged.site.employer,
      type: 'construction',
      number: null,
      issuedOn: null,
    };
    expect(await problemOf(await send('PUT', '/cards', { data: [card] }))).toMatchObject({
      code: 'invalid_input',
      errors: [{ pointer: '#/data/0' }],
    });
    expect(
      (
        await problemOf(
          await send('PUT', '/credentials', {
            data: [{ id: newId('credential'), card: newId('card'), credential: staged.site.people[0]!.credential }],
          }),
        )
      ).code,
    ).toBe('invalid_input');
  });

  it('engages a person at two sites of one owner, and blocks the card at both', async () => {
    const second = await makeSite(staged.call, 'bryggen', 1);
    const { holder, card } = staged.site.people[0]!;
    const engagement = {
      holder,
      employer: staged.site.employer,
      validFrom: '2026-02-01',
      validUntil: null,
      evidence: { kind: 'card', card },
    };
    await staged.call('POST', `/sites/${second.site}/engagements`, { data: [engagement] });
    const scope = { owner: staged.agent.identity.owner, site: second.site };
    const before = await staged.central.stores.cardStatus.head(scope);
    await staged.call('POST', `/sites/${staged.site.site}/cards/${card}/block`, { reason: 'Mistet' });
    await staged.central.projector.project(scope);
    expect((await staged.central.stores.cardStatus.head(scope))?.version).toBe(before!.version + 1);
  });

  it('corrects an engagement by a new row with a reason, once', async () => {
    const { data } = await staged.call<Page>('GET', `/sites/${staged.site.site}/engagements`);
    const { holder, card } = staged.site.people[0]!;
    const row = {
      holder,
      employer: staged.site.employer,
      validFrom: '2026-01-06',
      validUntil: null,
      evidence: { kind: 'card', card },
      supersedes: data[0]!.id,
    };
    expect((await problemOf(await send('POST', '/engagements', { data: [row] }))).errors).toMatchObject([{ pointer: '#/data/0/reason' }]);
    expect((await send('POST', '/engagements', { data: [{ ...row, reason: 'Feil dag' }] })).status).toBe(201);
    expect((await problemOf(await send('POST', '/engagements', { data: [{ ...row, reason: 'Igjen' }] }))).code).toBe('invalid_input');
    const history = await staged.central.stores.people.engagementHistory(staged.agent.scope);
    expect(history.filter((e) => e.supersedes === data[0]!.id)).toMatchObject([
      { reason: 'Feil dag', author: expect.stringMatching(/^acc_/) },
    ]);
  });

  it('turns pages to the end, and takes no cursor but its own', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 3; page += 1) {
      const { data, nextCursor } = await staged.call<Page>('GET', `/sites/${staged.site.site}/holders?limit=1${cursor}`);
      seen.push(...data.map((row) => row.id));
      cursor = `&cursor=${nextCursor}`;
      expect(nextCursor === null).toBe(page === 2);
    }
    expect(seen).toEqual(staged.site.people.map((p) => p.holder).toSorted());
    const { nextCursor } = await staged.call<Page>('GET', `/sites/${staged.site.site}/holders?limit=1`);
    for (const query of [
      `cards?cursor=${nextCursor}`,
      'holders?cursor=AAAA',
      'holders?limit=201',
      'holders?limit=0',
      'holders?hat=red',
      'holders?limit=1&limit=2',
    ]) {
      const response = await staged.app.request(`/api/v1/sites/${staged.site.site}/${query}`, { headers: { cookie: staged.cookie } });
      expect((await problemOf(response)).code).toBe('invalid_input');
    }
  });

  it('takes no site whose parts do not fit together, and no code twice', async () => {
    const { description } = siteDescription('ny-plass');
    const put = async (change: object) => (await problemOf(await send('PUT', '', { ...description, ...change }))).code;
    expect(await put({ zones: [] })).toBe('invalid_input');
    expect(await put({ zones: description.zones.slice(0, 1) })).toBe('invalid_input');
    expect(await put({ gates: [description.gates[0], description.gates[0]] })).toBe('invalid_input');
    await makeSite(staged.call, 'bryggen', 1);
    expect(await put({ code: 'bryggen' })).toBe('conflict');
    const again = await staged.app.request(
      '/api/v1/sites',
      json('POST', { description: { ...description, code: 'kaigata' } }, { cookie: staged.cookie }),
    );
    expect((await problemOf(again)).code).toBe('conflict');
    const keys = await staged.central.stores.sites.keys(staged.agent.scope);
    expect((await send('PUT', '', { ...description, name: 'Nytt navn' })).status).toBe(204);
    expect(await staged.central.stores.sites.keys(staged.agent.scope)).toEqual(keys);
  });

  it('leaves a line in the audit for each look at people, without the people', async () => {
    await staged.call('GET', `/sites/${staged.site.site}/holders`);
    await staged.call('POST', `/sites/${staged.site.site}/people/search`, { text: 'Nordmann1' });
    const lines = await staged.central.stores.audit.lines(staged.agent.scope, 2);
    expect(lines.map((l) => [l.action, l.subject])).toEqual([
      ['see_people', 'search'],
      ['read_people', 'holders'],
    ]);
    expect(JSON.stringify(await staged.central.stores.audit.lines(staged.agent.scope, 100))).not.toContain('Nordmann');
  });

  it('shows the list of today with everyone, and yesterday’s as it was known then', async () => {
    const day = (ms: number) => new Date(staged.runtime.now() + ms).toISOString().slice(0, 10);
    const list = (of: string) => staged.call<{ list: { rows: object[] } }>('GET', `/sites/${staged.site.site}/overview-lists/${of}/page`);
    expect((await list(day(0))).list.rows).toHaveLength(3);
    expect((await list(day(-2 * 86_400_000))).list.rows).toHaveLength(0);
  });
});
