import { idOf } from '@portvakt/domain';
import { siteNowView } from '@portvakt/protocol';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { truthPath } from '../../src/compare/find-sites.ts';
import { type DemoSite, layOutSite } from '../../src/demo/demo-sites.ts';
import { addSite, enrolCode } from '../../src/demo/seed-site.ts';
import { insideInTruth, readTruth } from '../../src/simulate/truth.ts';
import { enrolAgent } from './site/agent-in-hand.ts';
import { eventually } from './site/eventually.ts';
import { CODE, type Someone } from './site/small-site.ts';
import { LEADER, type SiteUnderTest, startSite } from './site-under-test.ts';

let site: SiteUnderTest;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

const inThrough = async (some: readonly Someone[]) => {
  for (const [index, who] of some.entries())
    expect(await site.street.visit({ door: site.doors[index % 2]!, direction: 'in', who })).toBe(true);
};

it('with the uplink cut the gates decide and the box tells who is inside; with it back all arrives once', async () => {
  const { uplink, edge, people, street, scope } = site;
  await inThrough(people.slice(0, 2));
  await site.settled();
  uplink.cut();
  await eventually('the box knowing that it is alone', () => edge.link()?.connected === false);
  await inThrough(people.slice(2, 6));
  expect(await street.visit({ door: site.mqtt, direction: 'out', who: people[0]! })).toBe(true);

  const cookie = await signInAt(edge.pagesUrl);
  const inside = insideInTruth(readTruth(truthPath(site.data, CODE))).size;
  expect(inside).toBe(5);
  const now = await eventually('the box counting everybody', async () => {
    const answer = await fetch(`${edge.pagesUrl}/api/v1/sites/${scope.site}/now`, { headers: { cookie } });
    const view = siteNowView.parse(await answer.json());
    return view.counts.inside === inside && view;
  });
  expect(now.source).toMatchObject({ from: 'edge', linked: false });
  await eventually('entries that wait', () => (edge.link()?.backlog ?? 0) >= 10);

  uplink.mend();
  const { headcounts } = await site.settled();
  expect(headcounts).toMatchObject({ street: inside, edge: inside, centre: inside });
});

it('a centre killed after it committed and before its word came back gets nothing twice', async () => {
  const { uplink, edge, centre, people } = site;
  uplink.loseAnswers();
  await inThrough(people.slice(6, 9));
  const [agent] = await centre.read((stores) => stores.agents.agents(site.scope.site));
  await eventually('the centre having all of it', async () => {
    const last = (await edge.entries()).at(-1)!.entry;
    const head = await centre.read((stores) => stores.ledger.head(agent!.id, last.epoch));
    return head?.sequence === last.sequence && last.sequence > (edge.link()?.acknowledged ?? 0);
  });
  await centre.kill();
  await centre.start();
  uplink.mend();
  await site.settled();
});

it('a centre killed while a batch stands before its door gets it when it is back', async () => {
  const { uplink, centre, people } = site;
  centre.freeze();
  const before = uplink.sent;
  await inThrough(people.slice(9, 12));
  await eventually('the bytes of a batch being on their way', () => uplink.sent > before + 1_000);
  await centre.kill();
  await inThrough(people.slice(12, 14));
  await centre.start();
  await site.settled();
});

it('takes batches doubled, overlapping and out of order, and sets a bad entry aside while the rest goes on', async () => {
  const { centre, population } = site;
  const elsewhere: DemoSite = {
    code: 'elsewhere',
    name: 'E',
    address: 'E',
    seed: 8,
    people: 1,
    gates: [{ plate: 'P1', name: 'P', kind: 'mqtt_turnstile' }],
  };
  const laid = layOutSite(elsewhere, idOf('owner', uuidv7()), population.client.id, '/dev');
  const owner = await addSite(centre.api, laid);
  const gate = laid.site.gates[0]!;
  const { agent, log, send } = await enrolAgent(centre.url, await enrolCode(centre.api, laid.site.id), gate, 20);
  const acknowledged = async (from: number, until: number) => (await send(log.slice(from - 1, until))).body.acknowledged;

  expect(await acknowledged(1, 4)).toBe(4);
  expect(await acknowledged(1, 4)).toBe(4);
  expect(await acknowledged(3, 6)).toBe(6);
  expect(await send(log.slice(8, 10))).toMatchObject({ status: 409, body: { code: 'gap', acknowledged: 6 } });
  const racing = await Promise.all([send(log.slice(6, 8)), send(log.slice(4, 9)), send(log.slice(6, 10))]);
  expect(racing.some(({ status }) => status === 200)).toBe(true);
  expect(await acknowledged(7, 10)).toBe(10);

  const bad = { ...log[12]!, envelope: log[12]!.envelope.replace('"in"', '"out"') };
  const poisoned = [log[10]!, log[11]!, bad, log[13]!, log[14]!];
  expect(await send(poisoned)).toMatchObject({
    status: 200,
    body: { acknowledged: 15, quarantined: [{ sequence: 13, reason: 'chain_broken' }] },
  });
  expect(await acknowledged(16, 20)).toBe(20);

  const { data } = (await centre.api.get(`/api/v1/sites/${laid.site.id}/quarantine`)) as { data: readonly unknown[] };
  expect(data).toEqual([expect.objectContaining({ agent, sequence: 13, reason: 'chain_broken' })]);
  const scope = { owner, site: laid.site.id };
  await centre.read(async ({ ledger }) => {
    const kept = await ledger.entries(agent as `agt_${string}`, 1, 0, 500);
    expect(kept.map(({ sequence }) => sequence)).toEqual(log.map(({ sequence }) => sequence));
    const passages = (await ledger.passagesAfter(scope, 0, 500)).map(({ passage }) => passage.key.sequence);
    expect(passages).toEqual(log.map(({ sequence }) => sequence).filter((sequence) => sequence !== 13));
  });
});

async function signInAt(url: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: LEADER.email, password: LEADER.password }),
  });
  expect(response.status).toBe(200);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
