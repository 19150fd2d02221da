import { afterEach, beforeEach, expect, it } from 'vitest';
import { type StagedSite, stagedSite } from '../testing/staged-site.ts';
import { anotherCentre } from '../testing/test-centre.ts';
import { LIFE_MAX_MS, PING_EVERY_MS } from './stream-route.ts';

let staged: StagedSite;
beforeEach(async () => {
  staged = await stagedSite();
});
afterEach(() => staged.close());

async function listen(app = staged.app) {
  const response = await app.request('/agent/v1/stream', { headers: { authorization: `Bearer ${await staged.agent.token()}` } });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  const next = async () => {
    const { value, done } = await reader.read();
    return done ? undefined : decoder.decode(value);
  };
  return { next, stop: () => reader.cancel() };
}
const block = (i: number) =>
  staged.call('POST', `/sites/${staged.site.site}/cards/${staged.site.people[i]!.card}/block`, { reason: 'Mistet' });

it('begins with the protocol, then says what changed', async () => {
  const stream = await listen();
  expect(await stream.next()).toBe('event: hello\ndata: {"protocol":1}\n\n');
  await block(0);
  const told = (await stream.next()) ?? '';
  expect(told).toMatch(/^event: changed\ndata: /);
  expect(JSON.parse(told.split('data: ')[1]!).topics).toContain('roster');
  await stream.stop();
});

it('tells of a block by the time the block is answered, without waiting for the next look at the feed', async () => {
  const stream = await listen();
  await stream.next();
  await block(0); // the test's clock stands still, so nothing is polled
  let told = '';
  while (!told.includes('card_status')) told += await stream.next();
  expect(told).toContain('event: changed');
  await stream.stop();
});

it('hears of what another instance did', async () => {
  const second = await anotherCentre(staged.config);
  const stream = await listen(second.app);
  await stream.next();
  await block(1);
  second.runtime.advance(100);
  expect(await stream.next()).toContain('event: changed');
  await stream.stop();
  await second.close();
});

it('says nothing of another site', async () => {
  const stream = await listen();
  await stream.next();
  await staged.call('PUT', `/sites/${staged.site.site}/equipment`, { equipment: [] });
  expect(await stream.next()).toContain('"site"');
  await stream.stop();
});

it('pings, ends after its time, and when the agent is enrolled anew', async () => {
  const stream = await listen();
  await stream.next();
  staged.runtime.advance(PING_EVERY_MS);
  expect(await stream.next()).toBe(': ping\n\n');
  staged.runtime.advance(LIFE_MAX_MS);
  let last: string | undefined = '';
  while (last !== undefined) last = await stream.next();
  expect(last).toBeUndefined();
});
