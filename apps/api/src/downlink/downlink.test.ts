import {
  accountsList,
  accountsPayload,
  commandPayload,
  pendingCommands,
  rosterPayload,
  rosterPeople,
  signedText,
  siteConfig,
} from '@portvakt/protocol';
import { type Purpose, signedTextHolds, unseal } from '@portvakt/trust';
import { verifyPassword } from 'better-auth/crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enrolAgent } from '../testing/agent-double.ts';
import { ADMINISTRATOR } from '../testing/site-double.ts';
import { enrolCode, type StagedSite, stagedSite } from '../testing/staged-site.ts';
import { anotherCentre } from '../testing/test-centre.ts';

let staged: StagedSite;
beforeEach(async () => {
  staged = await stagedSite();
});
afterEach(() => staged.close());

/** Fetches a paper and holds its signature against the key that came with the enrolment. */
async function payloadOf(path: string, purpose: Purpose, agent = staged.agent): Promise<unknown> {
  const response = await agent.get(path);
  expect(response.status, await response.clone().text()).toBe(200);
  const text = signedText.parse(await response.json());
  expect(signedTextHolds(purpose, text, agent.identity.centre.signingKey)).toBe(true);
  return JSON.parse(text.payload);
}

describe('the roster', () => {
  it('holds the people of the site and opens with the agent’s own key alone', async () => {
    const payload = rosterPayload.parse(await payloadOf('/roster', 'roster'));
    expect(payload).toMatchObject({ site: staged.site.site, agent: staged.agent.identity.agent });
    expect(JSON.stringify(payload)).not.toContain('Nordmann');
    const other = await enrolAgent(staged.app, await enrolCode(staged.call, staged.site), staged.runtime.now, 'Boks 9');
    expect(unseal('roster', payload.sealed, other.sealing)).toBeUndefined();
    const people = rosterPeople.parse(JSON.parse(Buffer.from(unseal('roster', payload.sealed, staged.agent.sealing)!).toString()));
    expect(people.holders.map((h) => h.familyName)).toEqual(['Nordmann0', 'Nordmann1', 'Nordmann2']);
    expect(people.slots.map(([, holder]) => holder).toSorted()).toEqual(staged.site.people.map((p) => p.holder).toSorted());
    expect(people.check).toBeNull();
  });

  it('comes again only when it is another', async () => {
    const { version } = rosterPayload.parse(await payloadOf('/roster', 'roster'));
    expect((await staged.agent.get(`/roster?have=${version}`)).status).toBe(204);
    await staged.call('PUT', `/sites/${staged.site.site}/holders`, {
      data: [{ id: staged.site.people[0]!.holder, givenName: 'Åse', familyName: 'Ærø', bornOn: null }],
    });
    const next = rosterPayload.parse(await payloadOf(`/roster?have=${version}`, 'roster'));
    expect(next.version).toBeGreaterThan(version);
    staged.runtime.setWall(staged.runtime.now() + 25 * 3_600_000);
    expect(rosterPayload.parse(await payloadOf(`/roster?have=${next.version}`, 'roster')).version).toBeGreaterThan(next.version);
  });

  it('never goes back, whichever instance answers, nor from a centre that has forgotten', async () => {
    const { version } = rosterPayload.parse(await payloadOf('/roster', 'roster'));
    const second = await anotherCentre(staged.config);
    const headers = { authorization: `Bearer ${await staged.agent.token()}` };
    const answer = await second.app.request(`/agent/v1/roster?have=${version}`, { headers });
    const again = answer.status === 204 ? undefined : rosterPayload.parse(JSON.parse(signedText.parse(await answer.json()).payload));
    expect(again?.version ?? version).toBeGreaterThanOrEqual(version);
    const ahead = version + 10_000_000_000;
    const restored = await second.app.request(`/agent/v1/roster?have=${ahead}`, { headers });
    expect(rosterPayload.parse(JSON.parse(signedText.parse(await restored.json()).payload)).version).toBe(ahead + 1);
    await second.close();
  });
});

it('accounts are those with a role at the site, with a hash that the edge can verify', async () => {
  const payload = accountsPayload.parse(await payloadOf('/accounts', 'accounts'));
  expect(Date.parse(payload.validUntil) - staged.runtime.now()).toBe(7 * 86_400_000);
  const { accounts } = accountsList.parse(JSON.parse(Buffer.from(unseal('accounts', payload.sealed, staged.agent.sealing)!).toString()));
  expect(accounts).toMatchObject([{ name: ADMINISTRATOR.name, email: ADMINISTRATOR.email, role: 'administrator' }]);
  expect(await verifyPassword({ hash: accounts[0]!.passwordHash, password: ADMINISTRATOR.password })).toBe(true);
  expect(await verifyPassword({ hash: accounts[0]!.passwordHash, password: 'noe helt annet' })).toBe(false);
  expect((await staged.agent.get(`/accounts?have=${payload.version}`)).status).toBe(204);
  await staged.call('POST', `/sites/${staged.site.site}/accounts`, {
    role: 'guard',
    account: { email: 'vakt@portvakt.test', name: 'Vidar Vakt', password: 'grønne støvler 42' },
  });
  expect((await staged.agent.get(`/accounts?have=${payload.version}`)).status).toBe(200);
});

it('the site config holds gates, policy and the agent’s own wiring', async () => {
  const { places, site } = staged.site;
  const wiring = { channel: 'mqtt_gate', gate: places.gate, readers: [places.readers.in, places.readers.out] };
  await staged.call('PUT', `/sites/${site}/equipment`, { equipment: [{ agent: staged.agent.identity.agent, wiring }] });
  const config = siteConfig.parse(await payloadOf('/site-config', 'site-config'));
  expect(config.description).toMatchObject({ id: site, code: 'kaigata', gates: [{ plate: 'P1' }] });
  expect(config.equipment).toEqual([wiring]);
  const other = await enrolAgent(staged.app, await enrolCode(staged.call, staged.site), staged.runtime.now, 'Boks 9');
  expect(siteConfig.parse(await payloadOf('/site-config', 'site-config', other)).equipment).toEqual([]);
});

describe('orders', () => {
  it('are signed, hold for ten seconds, and are gone after', async () => {
    const { command } = await staged.call<{ command: string }>('POST', `/sites/${staged.site.site}/commands`, {
      kind: 'open',
      gate: staged.site.places.gate,
      direction: 'in',
    });
    const { commands } = pendingCommands.parse(await (await staged.agent.get('/commands')).json());
    expect(commands).toHaveLength(1);
    expect(signedTextHolds('command', commands[0]!, staged.agent.identity.centre.signingKey)).toBe(true);
    const payload = commandPayload.parse(JSON.parse(commands[0]!.payload));
    expect(payload).toMatchObject({ command, agent: staged.agent.identity.agent, order: { kind: 'open', direction: 'in' } });
    expect(Date.parse(payload.expiresAt) - Date.parse(payload.issuedAt)).toBe(10_000);
    staged.runtime.advance(10_001);
    expect(pendingCommands.parse(await (await staged.agent.get('/commands')).json()).commands).toEqual([]);
  });

  it('are given about nothing that stands elsewhere', async () => {
    const elsewhere = { kind: 'open', gate: 'gat_01900000-0000-7000-8000-00000000abcd', direction: 'in' };
    await expect(staged.call('POST', `/sites/${staged.site.site}/commands`, elsewhere)).rejects.toThrow('404');
  });

  it('carry what a guard let through by hand', async () => {
    const { holder } = staged.site.people[0]!;
    await staged.call('POST', `/sites/${staged.site.site}/manual-passages`, { holder, gate: staged.site.places.gate, direction: 'out' });
    const { commands } = pendingCommands.parse(await (await staged.agent.get('/commands')).json());
    expect(commandPayload.parse(JSON.parse(commands[0]!.payload)).order).toMatchObject({
      kind: 'record_passage',
      holder,
      direction: 'out',
    });
  });
});
