import { readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AgentId, idOf } from '@portvakt/domain';
import { type CommandPayload, PROTOCOL_VERSION, type SignedTextWire } from '@portvakt/protocol';
import { openDatabase } from '@portvakt/storage';
import { signText } from '@portvakt/trust';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './site/eventually.ts';
import type { Someone } from './site/small-site.ts';
import { type SiteUnderTest, startSite } from './site-under-test.ts';

let site: SiteUnderTest;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

const cardOf = (who: Someone) => site.population.cards.find(({ holder }) => holder === who.holder)!.id;
const lastDecision = async () => (await site.edge.taps()).at(-1)?.envelope.decision;
/** How often a new list was taken into use. */
const listsTaken = async () => (await site.edge.entries()).filter(({ envelope }) => envelope?.kind === 'list').length;
let ordered = 0;

describe('a block', () => {
  it('given at the centre holds at the gate, until it is lifted', async () => {
    const { centre, street, people, edge, serial, mqtt } = site;
    const who = people[0]!;
    for (const [how, door, opens] of [
      ['POST', mqtt, false],
      ['DELETE', serial, true],
    ] as const) {
      const before = await listsTaken();
      const askedMs = Date.now();
      await centre.api.send(how, site.path(`/cards/${cardOf(who)}/block`), how === 'POST' ? { reason: 'proven' } : undefined);
      await eventually('the new list being in force', async () => (await listsTaken()) > before);
      const inForce = (await edge.entries()).findLast(({ envelope }) => envelope?.kind === 'list')!;
      const tookMs = Date.parse(inForce.envelope!.occurredAt) - askedMs;
      process.stderr.write(`${how === 'POST' ? 'block' : 'its end'} asked for → in force at the gate: ${tookMs} ms\n`);
      expect(await street.visit({ door, direction: 'in', who })).toBe(opens);
      expect(await lastDecision()).toMatchObject(opens ? { kind: 'granted' } : { kind: 'denied', reason: 'card_blocked' });
    }
    await site.settled();
  });
});

describe('an order to open', () => {
  it('given at the desk opens once, and its outcome comes back', async () => {
    const { centre, serial, laid, street, data } = site;
    const order = { kind: 'open', gate: laid.gates[0]!.gate, direction: 'in' };
    const { command } = (await centre.api.send('POST', site.path('/commands'), order)) as { readonly command: string };
    await eventually('the gate opening', () => street.openings.stray > ordered);
    ordered += 1;
    await serial.walk('in');
    await eventually('the outcome at the centre', async () => (await outcomeAt(data, command)) === 'done');
    await site.settled({ orderedOpenings: ordered });
  });

  it('that is late, said twice, lives too long, is not signed or is for another box opens nothing', async () => {
    const { edge, serial, mqtt, laid, centre, scope, street } = site;
    const { signing } = await centre.read((stores) => stores.sites.keys(scope));
    const identity = JSON.parse(readFileSync(join(edge.folder, 'identity.json'), 'utf8')) as { readonly agent: AgentId };
    const gate = laid.gates[0]!.gate;
    const order = (change: Partial<CommandPayload>, lifeMs = 9_000, ageMs = 0): { text: SignedTextWire; command: string } => {
      const issued = Date.now() - ageMs;
      const payload: CommandPayload = {
        kind: 'command',
        protocol: PROTOCOL_VERSION,
        ...scope,
        agent: identity.agent,
        command: idOf('command', uuidv7()),
        nonce: uuidv7(),
        issuedAt: new Date(issued).toISOString(),
        expiresAt: new Date(issued + lifeMs).toISOString(),
        order: { kind: 'open', gate, direction: 'in' },
        ...change,
      };
      return { text: signText('command', JSON.stringify(payload), signing.privateKey), command: payload.command };
    };
    const nonce = uuidv7();
    // one that is as it should be, on the same way: else the others prove nothing
    const good = order({ nonce });
    leaveOrders(edge.folder, [good.text]);
    await eventually('the good order opening', () => street.openings.stray > ordered);
    ordered += 1;
    await serial.walk('in');

    const late = order({}, 9_000, 10_000);
    const again = order({ nonce });
    const long = order({}, 60_000);
    const others = order({ agent: idOf('agent', uuidv7()) });
    const forged = { ...order({}).text, signature: late.text.signature };
    leaveOrders(edge.folder, [good.text, late.text, again.text, long.text, others.text, forged]);
    const outcomeOf = async (command: string) => {
      const told = (await edge.entries()).filter(({ envelope }) => envelope?.kind === 'command' && envelope.command === command);
      return told.map(({ envelope }) => (envelope?.kind === 'command' ? envelope.outcome : ''));
    };
    await eventually('the answers', async () => (await outcomeOf(long.command)).length > 0);
    expect(await outcomeOf(late.command)).toEqual(['expired']);
    expect(await outcomeOf(again.command)).toEqual(['replayed']);
    expect(await outcomeOf(long.command)).toEqual(['refused']);
    expect(await outcomeOf(others.command)).toEqual([]);
    await edge.killChild('gate');
    await edge.ready();
    // the good one again, after a restart that forgot everything but the log
    await eventually('the old order being answered', async () => (await outcomeOf(good.command)).length === 2);
    expect((await outcomeOf(good.command))[1]).toMatch(/^(replayed|expired)$/);
    expect(serial.opened + mqtt.opened).toBe(street.openings.met + ordered);
    await site.settled({ orderedOpenings: ordered });
  });
});

describe('a damaged list', () => {
  const folder = () => join(site.edge.folder, 'down', 'card-status');

  it('is seen while it lies there, and the good one goes on; after a start there is none, until the centre sends one', async () => {
    const { edge, street, people, strangers, mqtt, serial, centre, uplink } = site;
    const blocked = people[1]!;
    const before = await listsTaken();
    await centre.api.send('POST', site.path(`/cards/${cardOf(blocked)}/block`), { reason: 'proven' });
    await eventually('the block being in force', async () => (await listsTaken()) > before);

    uplink.cut();
    flipByte(join(folder(), 'snapshot.bin'));
    const flippedMs = Date.now();
    await eventually('the box having looked at it', () => (edge.gate()?.atMs ?? 0) > flippedMs + 2_000);
    expect(await street.visit({ door: mqtt, direction: 'in', who: people[2]! })).toBe(true);
    expect(await street.visit({ door: mqtt, direction: 'in', who: strangers[0]! })).toBe(false);
    expect(await street.visit({ door: mqtt, direction: 'in', who: blocked })).toBe(false);

    await edge.killChild('gate');
    await edge.ready({ list: false });
    expect(edge.gate()?.list).toBeNull();
    expect(await edge.alarms('list_refused')).toBeGreaterThan(0);
    for (const who of [people[3]!, blocked, strangers[0]!]) {
      expect(await street.visit({ door: mqtt, direction: 'in', who })).toBe(false);
      expect(await lastDecision()).toMatchObject({ kind: 'denied', reason: 'no_list' });
    }
    expect(await street.visit({ door: serial, direction: 'out', who: people[2]! })).toBe(true);

    uplink.mend();
    const mended = performance.now();
    await eventually('a good list from the centre', () => edge.gate()?.list !== null, 45_000);
    process.stderr.write(`uplink back → list in force again: ${Math.round(performance.now() - mended)} ms\n`);
    expect(await street.visit({ door: mqtt, direction: 'in', who: people[3]! })).toBe(true);
    expect(await street.visit({ door: mqtt, direction: 'in', who: blocked })).toBe(false);
    expect(await lastDecision()).toMatchObject({ kind: 'denied', reason: 'card_blocked' });
  });

  it('that the gate process finds when it alone starts again is fetched whole, although the link thinks it has it', async () => {
    const { edge, street, people, mqtt } = site;
    flipByte(join(folder(), 'snapshot.bin'));
    await edge.killChild('gate');
    const killed = performance.now();
    await edge.ready();
    process.stderr.write(`gate killed over a damaged list → ready with a good one: ${Math.round(performance.now() - killed)} ms\n`);
    expect(await street.visit({ door: mqtt, direction: 'in', who: people[5]! })).toBe(true);
  });

  it('that was cut short is fetched again when the whole box starts', async () => {
    const { edge, street, people, mqtt } = site;
    await site.settled({ orderedOpenings: ordered });
    await edge.kill();
    truncateSync(join(folder(), 'snapshot.bin'), 100);
    await edge.start();
    expect(await edge.alarms('list_refused')).toBeGreaterThan(1);
    expect(await street.visit({ door: mqtt, direction: 'in', who: people[4]! })).toBe(true);
    await site.settled({ orderedOpenings: ordered });
  });
});

/** Beside and renamed, as whoever writes in that folder does it. */
function replace(path: string, bytes: Uint8Array | string): void {
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}

function flipByte(path: string): void {
  const bytes = readFileSync(path);
  const at = bytes.length >> 1;
  bytes[at] = bytes[at]! ^ 0x40;
  replace(path, bytes);
}

/** What a link that was taken over would do: it can put any text before the gate. */
function leaveOrders(box: string, commands: readonly SignedTextWire[]): void {
  replace(join(box, 'down', 'commands.json'), JSON.stringify({ commands }));
}

async function outcomeAt(data: string, command: string): Promise<unknown> {
  const database = await openDatabase(`file:${join(data, 'central.db')}`);
  try {
    return (await database.query('SELECT outcome FROM command WHERE id = ?', [command]))[0]?.outcome;
  } finally {
    await database.close();
  }
}
