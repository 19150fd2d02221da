import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { idOf } from '@portvakt/domain';
import { sealedCredential, TOPIC_ROOT } from '@portvakt/protocol';
import { unseal } from '@portvakt/trust';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './site/eventually.ts';
import { type SiteUnderTest, startSite } from './site-under-test.ts';

let site: SiteUnderTest;
beforeAll(async () => {
  site = await startSite({ broker: 'lawless' });
});
afterAll(() => site?.close());

const faults = (kind: string): number => site.edge.gate()?.tallies.faults[kind] ?? 0;

describe('a serial line', () => {
  it('with noise, halves and wrong checksums on it: whole reads become taps, and nothing else does', async () => {
    const { serial, street, people, strangers, edge } = site;
    const before = (await edge.taps()).length;
    for (const who of people.slice(0, 4)) {
      serial.reader.in.noise();
      serial.reader.in.wrongChecksum(strangers[0]!.credential);
      serial.reader.in.halfFrame(strangers[1]!.credential);
      serial.reader.out.wrongChecksum(who.credential);
      serial.barrier.noise();
      expect(await street.visit({ door: serial, direction: 'in', who, reads: 3 })).toBe(true);
    }
    await site.settled();
    expect(await edge.taps()).toHaveLength(before + 4);
    await eventually('the faults being counted', () => faults('checksum') >= 8 && faults('discarded') > 0);
  });

  it('whose reader is unplugged and plugged in again: each is told, taps flow again and none is doubled', async () => {
    const { serial, street, people, edge } = site;
    const [who, half] = [people[4]!, people[5]!];
    const told = async (state: string) =>
      (await edge.entries()).filter(
        ({ envelope }) => envelope?.kind === 'reader_state' && envelope.reader === serial.readers.in && envelope.state === state,
      ).length;
    for (const round of [1, 2]) {
      const [offline, online] = [await told('offline'), await told('online')];
      serial.reader.in.halfFrame(half.credential); // the rest of it never comes
      await serial.reader.in.unplug();
      if (round === 1) expect(await street.visit({ door: serial, direction: 'in', who })).toBe(false);
      await eventually('the reader being told gone', async () => (await told('offline')) > offline);
      await serial.reader.in.plug();
      await eventually('the reader being told back', async () => (await told('online')) === online + 1);
      // unplugged, and not there: two words, however long it is away
      expect(await told('offline')).toBeLessThanOrEqual(offline + 2);
      expect(await street.visit({ door: serial, direction: 'in', who, reads: 3 })).toBe(true);
      expect(await street.visit({ door: serial, direction: 'out', who, reads: 2 })).toBe(true);
    }
    await site.settled();
  });
});

describe('a broker where anybody says anything', () => {
  it('brings no tap and moves no gate but for a gate of ours about itself', async () => {
    const { mqtt, serial, street, people, edge, scope } = site;
    const [who, victim] = [people[6]!, people[7]!];
    expect(await street.visit({ door: mqtt, direction: 'in', who })).toBe(true);
    await site.settled();
    const [taps, opened] = [(await edge.taps()).length, mqtt.opened + serial.opened];
    const before = edge.gate()?.tallies.faults ?? {};
    const gate = site.laid.gates[1]!.gate;
    const root = `${TOPIC_ROOT}/${scope.owner}/${scope.site}`;
    const card = (gateId: string, reader: string) =>
      JSON.stringify({ v: 1, id: uuidv7(), gate: gateId, kind: 'card', reader, technology: 'em4100', bits: victim.credential.bits });
    const stranger = { gate: idOf('gate', uuidv7()), reader: idOf('reader', uuidv7()) };

    await mqtt.gate.repeatLast(); // the turn of the visit, as QoS 1 delivers it again
    await mqtt.gate.malformed();
    await mqtt.gate.oversized();
    const ours = `${root}/${gate}/${mqtt.readers.in}/event`;
    for (const [topic, words] of [
      [ours, card(stranger.gate, mqtt.readers.in)],
      [ours, card(gate, mqtt.readers.out)],
      [`${root}/${gate}/${stranger.reader}/event`, card(gate, stranger.reader)],
      [`${root}/${stranger.gate}/${stranger.reader}/event`, card(stranger.gate, stranger.reader)],
      [`${root}/${site.laid.gates[0]!.gate}/${serial.readers.in}/event`, card(site.laid.gates[0]!.gate, serial.readers.in)],
    ] as const)
      await mqtt.gate.publish(topic, words);

    const more = (kind: string) => faults(kind) - (before[kind] ?? 0);
    await eventually(
      'each fault being counted',
      () => more('duplicate') === 1 && more('malformed') === 1 && more('oversized') === 1 && more('unknown_sender') === 3,
      10_000,
      () => JSON.stringify(edge.gate()?.tallies.faults),
    );
    expect(await street.visit({ door: mqtt, direction: 'out', who })).toBe(true); // good taps go on
    await site.settled();
    expect(await edge.taps()).toHaveLength(taps + 1);
    expect(mqtt.opened + serial.opened).toBe(opened + 1);
  });

  it('does not bring a card back that it kept for whoever comes later', async () => {
    const { mqtt, street, people, edge } = site;
    const taps = (await edge.taps()).length;
    await mqtt.gate.retained(people[8]!.credential);
    // shown now it is a tap like any other: the box was there to hear it
    await eventually('the tap', async () => (await edge.taps()).length === taps + 1);
    await eventually('the opening', () => street.openings.stray === 1);
    await mqtt.walk('in');
    await edge.killChild('gate');
    await edge.ready();
    await eventually('the kept card being refused', () => faults('retained') === 1);
    expect(await street.visit({ door: mqtt, direction: 'in', who: people[9]! })).toBe(true);
    expect(await edge.taps()).toHaveLength(taps + 2);
    expect(street.openings.stray).toBe(1);
  });
});

describe('an unknown card', () => {
  it('is refused on the way in, let out, and lies nowhere in plain; the centre alone can open it', async () => {
    const { serial, street, strangers, edge, centre, scope } = site;
    const who = strangers[2]!;
    expect(await street.visit({ door: serial, direction: 'in', who })).toBe(false);
    expect(await street.visit({ door: serial, direction: 'out', who })).toBe(true);
    const [refused, letOut] = (await edge.taps()).slice(-2);
    expect(refused!.envelope.decision).toMatchObject({ kind: 'denied', reason: 'card_unknown' });
    expect(letOut!.envelope.decision).toMatchObject({ kind: 'granted', overridden: 'card_unknown' });

    const { sealing } = await centre.read((stores) => stores.sites.keys(scope));
    for (const tap of [refused!, letOut!]) {
      const personal = tap.personal as { readonly holder: null; readonly sealed: string };
      expect(personal.holder).toBeNull();
      const opened = unseal('credential', personal.sealed, sealing);
      expect(sealedCredential.parse(JSON.parse(Buffer.from(opened ?? []).toString('utf8')))).toMatchObject({ bits: who.credential.bits });
    }
    const places = filesUnder(edge.folder);
    expect(places.map(({ name }) => name)).toEqual(expect.arrayContaining(['log.db', 'log.db-wal', 'gate.json']));
    const hex = who.credential.bits;
    for (const { name, bytes } of [...places, { name: 'what it said', bytes: Buffer.from(edge.said()) }])
      for (const form of [hex, hex.toUpperCase(), String(Number.parseInt(hex.slice(2), 16)), Buffer.from(hex, 'hex')])
        expect(bytes.includes(form), `${String(form)} in ${name}`).toBe(false);
  });
});

function filesUnder(folder: string): readonly { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, bytes: readFileSync(join(entry.parentPath, entry.name)) }));
}
