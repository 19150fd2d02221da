import { describe, expect, it } from 'vitest';
import { agent, command, freshUrl, otherScope, scope } from '../../testing/central-fixtures.ts';
import { openCentralStores } from '../open-central-stores.ts';

const open = () => openCentralStores(freshUrl(), { create: true });
const code = 'c'.repeat(64);
const now = '2026-11-20T05:00:00Z';

describe('agents', () => {
  it('are let in once by a code that still holds', async () => {
    const { agents, close } = await open();
    await agents.putEnrolCode(scope, code, '2026-11-20T06:30:00+01:00');
    expect(await agents.enrol('d'.repeat(64), now, () => agent)).toBeUndefined();
    expect(await agents.enrol(code, '2026-11-20T05:30:00Z', () => agent)).toBeUndefined();
    const ends = await Promise.all([agents.enrol(code, now, (at) => ({ ...agent, scope: at })), agents.enrol(code, now, () => agent)]);
    expect(ends).toEqual([agent, undefined]);
    expect(await agents.agent(agent.id)).toEqual(agent);
    expect(await agents.agents(scope.site)).toEqual([agent]);
    expect(await agents.agents(otherScope.site)).toEqual([]);
    await close();
  });

  it('renew their keys but never move to another site, and their epoch never goes back', async () => {
    const { agents, close } = await open();
    const enrol = async (where: typeof scope, as = agent) => {
      await agents.putEnrolCode(where, code, '2027-01-01T00:00:00Z');
      return agents.enrol(code, now, () => as);
    };
    await enrol(scope);
    expect(await Promise.all([agents.nextEpoch(agent.id), agents.nextEpoch(agent.id)])).toEqual([1, 2]);
    expect(await enrol(scope, { ...agent, signingKey: 'new' })).toMatchObject({ epoch: 2, signingKey: 'new' });
    await expect(enrol(otherScope)).rejects.toMatchObject({ code: 'store_conflict' });
    expect(await agents.agent(agent.id)).toMatchObject({ scope, signingKey: 'new' });
    await expect(agents.nextEpoch('agt_9')).rejects.toMatchObject({ code: 'store_conflict' });
    await close();
  });

  it('are heard, with their last word kept', async () => {
    const { agents, changes, close } = await open();
    await agents.putEnrolCode(scope, code, '2027-01-01T00:00:00Z');
    await agents.enrol(code, now, () => agent);
    await agents.heard(agent.id, '2026-11-20T05:01:00Z', '{"backlog":3}');
    await agents.heard(agent.id, '2026-11-20T05:02:00Z', undefined);
    await agents.heard('agt_9', now, undefined);
    expect(await agents.agent(agent.id)).toEqual({ ...agent, lastHeardAt: '2026-11-20T05:02:00Z', status: '{"backlog":3}' });
    expect((await changes.after(0, 10)).map(({ topic }) => topic)).toEqual(['agent', 'agent', 'agent']);
    await close();
  });
});

describe('commands', () => {
  it('are pending until they end or are answered, oldest first', async () => {
    const { commands, close } = await open();
    const [first, second] = [command('cmd_1'), { ...command('cmd_2'), createdAt: '2026-11-20T05:00:01Z' }];
    await commands.put(second);
    await commands.put(first);
    expect(await commands.pending(agent.id, now, 10)).toEqual([first, second]);
    expect(await commands.pending(agent.id, now, 1)).toEqual([first]);
    expect(await commands.pending(agent.id, '2026-11-20T05:00:10Z', 10)).toEqual([]);
    expect(await commands.pending('agt_2', now, 10)).toEqual([]);
    await commands.setOutcome(scope, 'cmd_1', 'done', now);
    await commands.setOutcome(scope, 'cmd_1', 'expired', now);
    await commands.setOutcome(otherScope, 'cmd_2', 'done', now);
    expect(await commands.pending(agent.id, now, 10)).toEqual([second]);
    expect(await commands.command(scope, 'cmd_1')).toEqual({ ...first, outcome: 'done', outcomeAt: now });
    expect(await commands.command(otherScope, 'cmd_1')).toBeUndefined();
    await expect(commands.put(first)).rejects.toMatchObject({ code: 'store_conflict' });
    await close();
  });
});
