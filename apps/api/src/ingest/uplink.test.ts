import { gzipSync } from 'node:zlib';
import { compareFacts, type Passage } from '@portvakt/domain';
import { problem, UPLINK_BYTES_MAX, uplinkAck } from '@portvakt/protocol';
import { seal } from '@portvakt/trust';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LogDouble, personOf } from '../testing/agent-double.ts';
import { newId } from '../testing/site-double.ts';
import { type StagedSite, stagedSite } from '../testing/staged-site.ts';

let staged: StagedSite;
beforeEach(async () => {
  staged = await stagedSite();
});
afterEach(() => staged.close());

const up = (body: unknown, headers?: Record<string, string>) => staged.agent.post('/uplink', body, headers);
const ackOf = async (response: Response) => {
  expect(response.status, await response.clone().text()).toBe(200);
  return uplinkAck.parse(await response.json());
};
const problemOf = async (response: Response) => problem.parse(await response.json());
const passages = async (): Promise<readonly Passage[]> =>
  (await staged.central.stores.ledger.passagesAfter(staged.agent.scope, 0, 1_000)).map((r) => r.passage);

/** A tap and its passage, in and out in turn, for each person. */
function traffic(count: number, epoch?: number): LogDouble {
  const log = staged.newLog(epoch);
  for (let i = 0; i < count; i += 1) {
    const { holder, card } = staged.site.people[i % staged.site.people.length]!;
    const tap = newId('tap');
    const direction = Math.floor(i / 3) % 2 === 0 ? 'in' : 'out';
    log.write({ kind: 'tap', tap, direction, personal: personOf(holder, card) });
    log.write({ kind: 'passage', tap, direction, personal: personOf(holder, card) });
  }
  return log;
}

describe('uplink', () => {
  it('acknowledges what is durable and draws the facts out of it', async () => {
    const log = traffic(3);
    log.write({ kind: 'reader_state', state: 'online' });
    expect(await ackOf(await up(log.batch()))).toEqual({ epoch: staged.agent.identity.epoch, acknowledged: 7, quarantined: [] });
    expect(await passages()).toHaveLength(3);
    expect(await staged.central.stores.ledger.taps(staged.agent.scope, 10)).toHaveLength(3);
    expect(await staged.central.stores.ledger.readers(staged.agent.scope)).toMatchObject([{ state: 'online' }]);
    const presence = await staged.call<{ data: { state: string }[] }>('GET', `/sites/${staged.site.site}/presence`);
    expect(presence.data.map((p) => p.state)).toEqual(['inside', 'inside', 'inside']);
  });

  it('takes each entry once, however often and from however many connections it comes', async () => {
    const log = traffic(5);
    const batches = [log.batch(1, 4), log.batch(1, 4), log.batch(3, 8), log.batch(5, 10)];
    for (const batch of batches) await ackOf(await up(batch));
    const answers = await Promise.all([1, 2, 3].map(() => up(log.batch())));
    for (const answer of answers) expect((await ackOf(answer)).acknowledged).toBe(10);
    expect(await passages()).toHaveLength(5);
  });

  it('tells of a gap where it is, and closes it', async () => {
    const log = traffic(3);
    await ackOf(await up(log.batch(1, 2)));
    expect(await problemOf(await up(log.batch(4)))).toMatchObject({ code: 'gap', status: 409, acknowledged: 2 });
    expect((await ackOf(await up(log.batch(3)))).acknowledged).toBe(6);
  });

  it('sets a poisoned entry aside, shows it, and goes on', async () => {
    const log = traffic(2);
    const bad = { ...log.entries[0]!, envelope: '{"DROP TABLE":"Kari Nordmann"}' };
    const batch = { ...log.batch(), entries: [bad, ...log.entries.slice(1)] };
    const ack = await ackOf(await up(batch));
    expect(ack).toMatchObject({ acknowledged: 4, quarantined: [{ sequence: 1, reason: 'chain_broken' }] });
    expect(await passages()).toHaveLength(2);
    expect(await staged.central.stores.ledger.quarantined(staged.agent.scope, 10)).toMatchObject([
      { sequence: 1, raw: expect.stringContaining('DROP TABLE') },
    ]);
    const shown = await staged.call<{ data: object[] }>('GET', `/sites/${staged.site.site}/quarantine`);
    expect(JSON.stringify(shown)).not.toContain('DROP');
    expect(shown.data).toMatchObject([{ sequence: 1, reason: 'chain_broken' }]);
    expect((await ackOf(await up(batch))).acknowledged).toBe(4);
  });

  it('goes on behind a batch whose last entry was set aside', async () => {
    const log = traffic(2);
    const last = { ...log.entries[1]!, personal: '{"holder":"\u0000"}' };
    expect(await ackOf(await up({ ...log.batch(), entries: [log.entries[0]!, last] }))).toMatchObject({
      acknowledged: 2,
      quarantined: [{ sequence: 2 }],
    });
    expect(await ackOf(await up(log.batch(3)))).toMatchObject({ acknowledged: 4, quarantined: [] });
  });

  it('refuses a batch for another agent, an epoch that was not given out, and a second writer of the same epoch', async () => {
    const log = traffic(2);
    expect((await problemOf(await up({ ...log.batch(), agent: newId('agent') }))).code).toBe('agent_refused');
    expect((await problemOf(await up({ ...log.batch(), epoch: staged.agent.identity.epoch + 1 }))).code).toBe('fenced');
    await ackOf(await up(log.batch(1, 3)));
    expect((await problemOf(await up(traffic(2).batch()))).code).toBe('fenced');
  });

  it('fences an older epoch off the moment a new one is given out', async () => {
    const log = traffic(2);
    await ackOf(await up(log.batch(1, 2)));
    const { epoch } = (await (await staged.agent.post('/epoch', {})).json()) as { epoch: number };
    expect((await problemOf(await up(log.batch(3)))).code).toBe('fenced');
    expect((await ackOf(await up(traffic(1, epoch).batch()))).acknowledged).toBe(2);
    expect(await passages()).toHaveLength(2);
  });

  it('is bounded in bytes and entries, and takes no compressed body', async () => {
    const log = traffic(1);
    const tiny = (sequence: number) => ({ sequence, envelope: '{}', hash: '0'.repeat(64), personal: null, salt: null });
    expect((await up({ ...log.batch(), entries: Array.from({ length: 501 }, (_, i) => tiny(i + 1)) })).status).toBe(400);
    expect((await problemOf(await up({ ...log.batch(1, 1), padding: 'x'.repeat(UPLINK_BYTES_MAX) }))).code).toBe('too_large');
    const token = await staged.agent.token();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const bomb = await staged.app.request('/agent/v1/uplink', { method: 'POST', headers, body: gzipSync(Buffer.alloc(50_000_000)) });
    expect((await problemOf(bomb)).code).toBe('invalid_input');
    const chunked = new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(65_536).fill(32)) });
    const endless = await staged.app.request('/agent/v1/uplink', {
      method: 'POST',
      headers: { ...headers, 'content-encoding': 'identity' },
      body: chunked,
      duplex: 'half',
    } as RequestInit);
    expect((await problemOf(endless)).code).toBe('too_large');
  });

  it.each(['{', '', 'null', '[]', '{"protocol":1,"__proto__":{"x":1}}', '['.repeat(5_000), '{"protocol":1e400}'])(
    'refuses %s as a batch',
    async (text) => {
      expect((await problemOf(await up(text))).code).toBe('invalid_input');
    },
  );

  it('finds the person behind a card the agent did not know, by what only the centre opens', async () => {
    const { credential, holder, card } = staged.site.people[1]!;
    const sealed = (of: object) => seal('credential', Buffer.from(JSON.stringify(of)), staged.agent.identity.centre.sealingKey);
    const unknown = { holder: null, card: null, digest: null, key: null, by: null };
    const tap = newId('tap');
    const log = staged.newLog();
    log.write({ kind: 'tap', tap, personal: { ...unknown, sealed: sealed(credential) } });
    log.write({ kind: 'passage', tap, personal: { ...unknown, sealed: null } });
    log.write({ kind: 'tap', personal: { ...unknown, sealed: sealed({ ...credential, bits: '00112233445566' }) } });
    await ackOf(await up(log.batch()));
    expect(await passages()).toMatchObject([{ holder, card }]);
    const taps = await staged.central.stores.ledger.taps(staged.agent.scope, 10);
    expect(taps.map((t) => t.holder)).toEqual([undefined, holder]);
    expect(await staged.central.stores.ledger.unmatchedSince(staged.agent.scope, 0)).toBe(1);
  });

  it('sets the outcome of a command', async () => {
    const { command } = await staged.call<{ command: string }>('POST', `/sites/${staged.site.site}/commands`, {
      kind: 'identify',
      reader: staged.site.places.readers.in,
    });
    const log = staged.newLog();
    log.write({ kind: 'command', command, outcome: 'done' });
    await ackOf(await up(log.batch()));
    expect(await staged.central.stores.commands.command(staged.agent.scope, command as `cmd_${string}`)).toMatchObject({ outcome: 'done' });
    expect(((await (await staged.agent.get('/commands')).json()) as { commands: [] }).commands).toEqual([]);
  });

  it('logs nothing of a person', async () => {
    const log = traffic(1);
    await ackOf(await up(log.batch()));
    await up({ ...log.batch(), surprise: 'Kari Nordmann0' });
    expect(staged.logged()).toContain('agent enrolled');
    for (const text of ['Kari', 'Nordmann', '71000', staged.site.people[0]!.holder, 'astrid@']) expect(staged.logged()).not.toContain(text);
  });
});

it('holds the same tables after any order and repetition of batches', { timeout: 60_000 }, async () => {
  const log = traffic(12);
  const model = log.entries.filter((e) => e.envelope.includes('"kind":"passage"')).map((e) => e.sequence);
  const slice = fc
    .tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  await fc.assert(
    fc.asyncProperty(fc.array(slice, { minLength: 1, maxLength: 12 }), async (slices) => {
      const { epoch } = (await (await staged.agent.post('/epoch', {})).json()) as { epoch: number };
      const own = traffic(12, epoch);
      for (const [from, until] of slices) {
        const response = await up(own.batch(from, until));
        expect([200, 409]).toContain(response.status);
      }
      const rest = await Promise.all([up(own.batch()), up(own.batch())]);
      for (const response of rest) expect((await ackOf(response)).acknowledged).toBe(24);
      const stored = (await passages()).filter((p) => p.key.epoch === epoch);
      expect(stored.toSorted(compareFacts).map((p) => p.key.sequence)).toEqual(model);
      const entries = await staged.central.stores.ledger.entries(staged.agent.identity.agent, epoch, 0, 500);
      expect(entries.map(({ envelope, hash }) => ({ envelope, hash }))).toEqual(
        own.entries.map(({ envelope, hash }) => ({ envelope, hash })),
      );
    }),
    { numRuns: 15 },
  );
});
