import { problem } from '@portvakt/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrolAgent, enrolBody, json, keyPairs } from '../testing/agent-double.ts';
import { enrolCode, type StagedSite, stagedSite } from '../testing/staged-site.ts';

let staged: StagedSite;
beforeAll(async () => {
  staged = await stagedSite();
});
afterAll(() => staged.close());

async function codeOf(response: Response): Promise<string> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return problem.parse(await response.json()).code;
}

describe('enrolment', () => {
  it('takes a code once, as people type it, however many come with it', async () => {
    const code = (await enrolCode(staged.call, staged.site)).toLowerCase().replaceAll('-', ' ');
    const tries = await Promise.all(
      [1, 2, 3].map((n) => staged.app.request('/agent/v1/enrol', json('POST', enrolBody(code, keyPairs(), `Boks 1${n}`)))),
    );
    expect(tries.map((r) => r.status).toSorted()).toEqual([200, 403, 403]);
  });

  it('refuses a code that is unknown or past its time', async () => {
    expect(await codeOf(await staged.app.request('/agent/v1/enrol', json('POST', enrolBody('AAAA-BBBB-CCCC', keyPairs()))))).toBe(
      'code_refused',
    );
    const code = await enrolCode(staged.call, staged.site);
    staged.runtime.setWall(staged.runtime.now() + 25 * 3_600_000);
    expect(await codeOf(await staged.app.request('/agent/v1/enrol', json('POST', enrolBody(code, keyPairs()))))).toBe('code_refused');
    staged.runtime.setWall(Date.now());
  });

  it('gives an agent that comes again the same identity and a new epoch, and shuts the old box out', async () => {
    const old = await enrolAgent(staged.app, await enrolCode(staged.call, staged.site), staged.runtime.now, 'Boks 2');
    const replaced = await enrolAgent(staged.app, await enrolCode(staged.call, staged.site), staged.runtime.now, 'boks 2 ');
    expect(replaced.identity.agent).toBe(old.identity.agent);
    expect(replaced.identity.epoch).toBeGreaterThan(old.identity.epoch);
    expect(await codeOf(await old.get('/commands'))).toBe('agent_refused');
    expect((await replaced.get('/commands')).status).toBe(200);
  });
});

describe('the link', () => {
  const paths = ['/card-status', '/list-key', '/roster', '/accounts', '/site-config', '/commands', '/stream'];

  it.each([...paths.map((p) => ['GET', p]), ...['/hello', '/epoch', '/uplink'].map((p) => ['POST', p])])(
    '%s %s works with no token but a good one',
    async (method, path) => {
      const { agent, app } = staged;
      const other = keyPairs().signing;
      const tokens = [
        undefined,
        'x.y.z',
        await agent.token({ key: other }),
        await agent.token({ audience: 'someone-else' }),
        await agent.token({ lifeS: 3_600 }),
        await agent.token({ subject: 'agt_01900000-0000-7000-8000-00000000ffff' }),
      ];
      for (const token of tokens) {
        const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
        expect(await codeOf(await app.request(`/agent/v1${path}`, { method, headers }))).toBe('agent_refused');
      }
      const late = await agent.token();
      staged.runtime.advance(120_000);
      expect(await codeOf(await app.request(`/agent/v1${path}`, { method, headers: { authorization: `Bearer ${late}` } }))).toBe(
        'agent_refused',
      );
    },
  );

  it('refuses a signed-in person', async () => {
    expect(await codeOf(await staged.app.request('/agent/v1/roster', { headers: { cookie: staged.cookie } }))).toBe('agent_refused');
  });

  it('tells in its first message where the log goes on', async () => {
    const { agent, runtime } = staged;
    const hello = { protocol: 1, program: '0.1.0', boot: 'b', epoch: agent.identity.epoch, sequence: 0, clock: 'synchronised', list: null };
    const response = await agent.post('/hello', hello);
    expect(await response.json()).toEqual({
      protocol: 1,
      epoch: agent.identity.epoch,
      acknowledged: 0,
      now: new Date(runtime.now()).toISOString(),
    });
  });

  it('names a protocol version it does not speak, whatever else stands in the message', async () => {
    expect(await codeOf(await staged.agent.post('/hello', { protocol: 99, hat: 'red' }))).toBe('protocol_unknown');
    expect(await codeOf(await staged.agent.post('/uplink', { protocol: 99 }))).toBe('protocol_unknown');
    expect(await codeOf(await staged.app.request('/agent/v1/enrol', json('POST', { protocol: 99 })))).toBe('protocol_unknown');
    expect(await codeOf(await staged.agent.post('/hello', { protocol: 1, hat: 'red' }))).toBe('invalid_input');
  });

  it('catches up with an epoch and a list that a restored centre has forgotten', async () => {
    const { agent, central } = staged;
    const before = await central.stores.cardStatus.head(agent.scope);
    const list = { lineage: before!.lineage, version: before!.version + 5 };
    const hello = { protocol: 1, program: '0.1.0', boot: 'b', epoch: agent.identity.epoch + 3, sequence: 4, clock: 'untrusted', list };
    expect(await (await agent.post('/hello', hello)).json()).toMatchObject({ epoch: agent.identity.epoch + 3, acknowledged: 0 });
    const after = await central.stores.cardStatus.head(agent.scope);
    expect(after?.lineage).not.toBe(before?.lineage);
    expect(after?.checksum).toBe(before?.checksum);
  });
});
