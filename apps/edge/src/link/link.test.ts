import { readFile, rm } from 'node:fs/promises';
import { memoryEntryStore } from '@portvakt/ports/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { loadList } from '../gate/list/list-files.ts';
import { loadListKeys } from '../gate/list/list-keys.ts';
import { makeLog } from '../log.ts';
import { readConfirmed } from '../state/confirmed.ts';
import { readIdentity, writeIdentity } from '../state/identity.ts';
import { freshStateDir } from '../testing/a-box.ts';
import { aCentre, rosterOf } from '../testing/a-centre.ts';
import { anIndex, testId } from '../testing/a-site.ts';
import { fakeCentre } from '../testing/fake-centre.ts';
import { quickRuntime, until } from '../testing/quick-runtime.ts';
import { agentToken } from './agent-token.ts';
import { centreClient } from './centre-client.ts';
import { Link } from './link.ts';
import { type LinkStatus, linkStatus } from './link-status.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const FAR = Date.UTC(2100, 0, 1);

async function rig(logged = 3) {
  const hand = aCentre();
  const { me } = hand;
  const centre = await fakeCentre(me);
  const dir = await freshStateDir();
  await writeIdentity(dir.identity, me);
  const store = memoryEntryStore();
  const grow = async (epoch: number, count: number) => {
    const head = await store.head();
    const before = head?.epoch === epoch ? head.sequence : 0;
    await store.append(
      Array.from({ length: count }, (_, i) => ({
        epoch,
        sequence: before + i + 1,
        occurredMs: 1,
        envelope: '{}',
        hash: 'a'.repeat(64),
        personal: null,
        salt: null,
      })),
    );
  };
  await grow(1, logged);
  const index = anIndex(5);
  centre.papers = {
    siteConfig: hand.siteConfig(1),
    roster: hand.roster(1, rosterOf(3), FAR),
    accounts: hand.accounts(1, { accounts: [] }),
    listKey: hand.listKey(),
    commands: [],
    list: (query) => (query.get('from') === '1' ? undefined : hand.snapshot(index)),
  };
  const runtime = quickRuntime(20);
  const left: string[] = [];
  const make = async () => {
    const link = new Link({
      dir,
      me: (await readIdentity(dir.identity))!,
      client: centreClient(centre.url, runtime, agentToken(me, runtime)),
      reader: store,
      runtime,
      log: makeLog('silent', 'link'),
      breathe: () => new Promise((resolve) => void setImmediate(resolve)),
      left: (topic) => left.push(topic),
    });
    await link.start();
    closing.push(() => link.close());
    return link;
  };
  closing.push(() => centre.close());
  const status = async (): Promise<LinkStatus | undefined> => {
    try {
      return linkStatus.safeParse(JSON.parse(await readFile(dir.linkStatus, 'utf8'))).data;
    } catch {
      return undefined; // not written yet
    }
  };
  const listOnDisk = async () =>
    loadList(dir.cardStatus, { me, keys: await loadListKeys(dir.listKeys, me), breathe: async () => undefined });
  const read = async (path: string) => (await readFile(path, 'utf8').catch(() => '')) as string;
  return { hand, me, centre, dir, store, grow, make, left, status, listOnDisk, read, index };
}

describe('the link', () => {
  it('brings down everything, as it was signed, and carries the log up', async () => {
    const box = await rig();
    await box.make();
    await until(
      async () => (await box.read(box.dir.accounts)) !== '' && (await box.status())?.connected === true && box.centre.ledger.size === 3,
    );
    for (const [path, paper] of [
      [box.dir.siteConfig, box.centre.papers.siteConfig],
      [box.dir.roster, box.centre.papers.roster],
      [box.dir.accounts, box.centre.papers.accounts],
    ] as const) {
      expect(JSON.parse(await box.read(path))).toEqual(paper);
    }
    expect((await box.listOnDisk()).index).toMatchObject({ version: 1, size: 5, checksum: box.index.checksum });
    expect(await readConfirmed(box.dir.confirmed)).toMatchObject({ list: { version: 1 } });
    expect(box.left).toContain('down');
    await until(async () => (await box.status())?.backlog === 0);
    const asked = box.centre.asked.map((path) => path.split('?')[0]);
    expect(asked[0]).toBe('hello');
    const order = ['commands', 'site-config', 'roster', 'card-status', 'accounts'].map((path) => asked.indexOf(path));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('fetches what the stream says has changed: deltas, orders, papers', async () => {
    const box = await rig();
    await box.make();
    await until(async () => (await box.status())?.connected === true && (await box.listOnDisk()).index !== undefined);
    const second = anIndex(5, 2, { 3: { blocked: true } });
    box.centre.papers.list = (query) => (query.get('from') === '1' ? box.hand.delta(box.index, second) : undefined);
    box.centre.papers.commands = [box.hand.command(1, { kind: 'identify', reader: testId('reader', 2) })];
    box.centre.papers.roster = box.hand.roster(2, rosterOf(4), FAR);
    box.centre.changed('card_status', 'commands', 'roster');
    await until(async () => (await box.listOnDisk()).index?.version === 2);
    expect((await box.listOnDisk()).index?.checksum).toBe(second.checksum);
    await until(async () => (await box.read(box.dir.roster)).includes('\\"version\\":2'));
    expect(JSON.parse(await box.read(box.dir.commands))).toEqual({ commands: box.centre.papers.commands });
    expect(box.centre.asked).toContain(`card-status?lineage=${box.index.lineage}&from=1&checksum=${box.index.checksum}`);
  });

  it('asks for the whole list when a change does not fit', async () => {
    const box = await rig();
    await box.make();
    await until(async () => (await box.listOnDisk()).index !== undefined);
    const [other, third] = [anIndex(4, 1), anIndex(5, 3)];
    box.centre.papers.list = (query) =>
      query.has('from') ? (query.get('from') === '3' ? undefined : box.hand.delta(other, third)) : box.hand.snapshot(third);
    box.centre.changed('card_status');
    await until(async () => (await box.listOnDisk()).index?.version === 3);
    expect((await box.listOnDisk()).refusal).toBeUndefined();
  });

  it('puts nothing before the gate that another centre signed', async () => {
    const box = await rig();
    const stranger = aCentre(box.me.agent, { signing: box.me.signing, sealing: box.me.sealing });
    await box.make();
    await until(async () => (await box.read(box.dir.accounts)) !== '');
    const before = await box.read(box.dir.siteConfig);
    box.centre.papers.siteConfig = stranger.siteConfig(9);
    box.centre.papers.list = () => stranger.snapshot(anIndex(5, 9));
    box.centre.changed('site', 'card_status');
    const asked = box.centre.asked.length;
    await until(() => box.centre.asked.slice(asked).some((path) => path.startsWith('card-status')));
    await until(() => box.centre.asked.slice(asked).some((path) => path.startsWith('site-config')));
    expect(await box.read(box.dir.siteConfig)).toBe(before);
    expect((await box.listOnDisk()).index?.version).toBe(1);
  });

  it('takes the list up again after a restart without fetching it anew', async () => {
    const box = await rig();
    const first = await box.make();
    await until(async () => (await box.listOnDisk()).index !== undefined && (await box.status())?.connected === true);
    await first.close();
    box.centre.asked.length = 0;
    await box.make();
    await until(() => box.centre.asked.some((path) => path.startsWith('card-status')));
    expect(box.centre.asked.find((path) => path.startsWith('card-status'))).toContain('from=1');
    expect(box.centre.hellos.at(-1)?.list).toEqual({ lineage: box.index.lineage, version: 1 });
  });

  it('stops writing when another copy has taken over, and says so', async () => {
    const box = await rig();
    box.centre.epoch = 2;
    await box.make();
    await until(async () => (await box.status())?.fenced === true);
    expect(box.centre.uploads).toEqual([]);
    expect(box.centre.ledger.size).toBe(0);
    expect((await readIdentity(box.dir.identity))?.epoch).toBe(1);
  });

  it('asks for a new epoch when its log began anew', async () => {
    const box = await rig(2);
    for (let n = 1; n <= 9; n += 1)
      box.centre.ledger.set(n, { sequence: n, envelope: '{}', hash: 'b'.repeat(64), personal: null, salt: null });
    await box.make();
    await until(async () => (await readIdentity(box.dir.identity))?.epoch === 2);
    await until(() => box.left.includes('identity'));
    await box.grow(2, 4);
    await until(() => box.centre.ledger.size === 4);
  });

  it('takes a new epoch for its own when only the answer was lost', async () => {
    const box = await rig(2);
    await writeIdentity(box.dir.identity, { ...box.me, asking: true });
    box.centre.epoch = 2;
    await box.make();
    await until(async () => (await readIdentity(box.dir.identity))?.epoch === 2);
    expect((await readIdentity(box.dir.identity))?.asking).toBeUndefined();
  });

  it('finds the centre again by itself, and says meanwhile that it is not there', async () => {
    const box = await rig();
    box.centre.down = true;
    await box.make();
    await until(async () => (await box.status())?.connected === false);
    box.centre.down = false;
    await until(async () => (await box.status())?.connected === true && box.centre.ledger.size === 3);
  });

  it('learns the time from a centre that refuses its token', async () => {
    const box = await rig();
    box.centre.offMs = 3 * 3_600_000;
    await box.make();
    await until(async () => (await box.status())?.connected === true);
    await until(async () => (await readConfirmed(box.dir.confirmed)) !== undefined);
    expect(Math.abs((await readConfirmed(box.dir.confirmed))!.clockOffByMs + 3 * 3_600_000)).toBeLessThan(60_000);
  });

  it('deletes a roster whose time is over with the uplink cut', async () => {
    const box = await rig();
    box.centre.papers.roster = box.hand.roster(1, rosterOf(3), Date.now() + 1_500);
    await box.make();
    await until(async () => (await box.read(box.dir.roster)) !== '');
    box.centre.down = true;
    await until(async () => (await box.read(box.dir.roster)) === '');
  });

  it('needs no watermark of its own', async () => {
    const box = await rig();
    const first = await box.make();
    await until(() => box.centre.ledger.size === 3);
    await first.close();
    await rm(box.dir.watermark, { force: true });
    await box.grow(1, 2);
    await box.make();
    await until(() => box.centre.ledger.size === 5);
    expect(Math.min(...box.centre.uploads.slice(1).map((u) => u.from))).toBe(4);
  });
});
