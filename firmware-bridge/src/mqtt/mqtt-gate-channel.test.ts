/** The channel of MQTT gates over two real brokers. The gate is the simulated one; it speaks the real protocol. */
import { credentialOf, idOf } from '@portvakt/domain';
import type { OpenOrder } from '@portvakt/ports';
import { systemRuntime } from '@portvakt/ports/system';
import { channelContract, listen } from '@portvakt/ports/testing';
import { MQTT_PAYLOAD_MAX } from '@portvakt/protocol';
import { describe, expect, it } from 'vitest';
import { type MqttGateSettings, simulateMqttGate } from '../simulator/mqtt-gate.ts';
import { PACKET_BYTES_MAX } from './broker-connection.ts';
import { mqttGateChannel } from './mqtt-gate-channel.ts';
import type { TestBroker } from './test/mosquitto-broker.ts';
import { agent, brokers, gateA, gateB, passwordA, passwordB, readerA, readerB, scope, stranger } from './test/test-broker.ts';
import { gateTopics } from './topics.ts';

const [a, b] = [credentialOf('em4100', '14008ec793'), credentialOf('iso14443a', '0416c6c2d73881')];
const runtime = systemRuntime();
const quick = { backOff: { firstMs: 10, maxMs: 40 }, keepAliveS: 1 };

const channelOn = ({ url }: TestBroker) =>
  mqttGateChannel(
    {
      ...scope,
      url,
      username: agent.username,
      password: agent.password,
      clientId: `agent-${runtime.uuidv7()}`,
      gates: [
        { gate: gateA, readers: [readerA] },
        { gate: gateB, readers: [readerB] },
      ],
    },
    runtime,
    quick,
  );

const gateOn = ({ url }: TestBroker, more: Partial<MqttGateSettings> = {}) =>
  simulateMqttGate({ ...scope, url, username: gateA, password: passwordA, gate: gateA, readers: [readerA], ...more });

const orderFor = (gate = gateA, freshMs = 10_000): OpenOrder => ({
  id: idOf('tap', runtime.uuidv7()),
  gate,
  direction: 'in',
  openForMs: 5_000,
  expiresMs: runtime.now() + freshMs,
});

describe.each(brokers)('over %s', (name, start) => {
  channelContract(`MQTT gate over ${name}`, async () => {
    const broker = await start();
    const gate = await gateOn(broker);
    const close = async () => {
      await gate.close();
      await broker.kill();
    };
    const far = {
      reader: readerA,
      present: (credential: typeof a) => void gate.present(credential),
      noise: () => void gate.malformed(),
      unplug: gate.unplug,
      plug: gate.plug,
      close,
    };
    return { channel: channelOn(broker), far, credentials: [a, b] };
  });

  /** A started channel, its gate A online on the broker. */
  async function site(more: Partial<MqttGateSettings> = {}) {
    const broker = await start();
    const gate = await gateOn(broker, more);
    const channel = channelOn(broker);
    const heard = listen(channel);
    await heard.until((e) => e.kind === 'gate_state' && e.state === 'online');
    const close = async () => {
      await channel.stop();
      await gate.close();
      await broker.kill();
    };
    const faults = () => heard.all.flatMap((e) => (e.kind === 'fault' ? [e.fault] : []));
    const cards = () => heard.all.flatMap((e) => (e.kind === 'card' ? [e.credential.bits] : []));
    return { broker, gate, channel, heard, close, faults, cards };
  }

  it('opens on order, tells that it was done and that someone went through', async () => {
    const { gate, channel, heard, close } = await site();
    const order = orderFor();
    channel.open(order);
    expect(await heard.until((e) => e.kind === 'turn')).toMatchObject({ gate: gateA, direction: 'in', result: 'passed' });
    expect(heard.all.filter((e) => e.kind === 'order')).toEqual([{ kind: 'order', order: order.id, outcome: 'done' }]);
    expect(gate.opened).toMatchObject([{ id: order.id, direction: 'in', openForMs: 5_000, expiresMs: order.expiresMs }]);
    await close();
  });

  it('shows the newest signal last, and lets a reader be found', async () => {
    const { gate, channel, heard, close } = await site();
    for (const text of ['first', 'second', 'Velkommen']) {
      channel.signal(readerA, { lamp: 'green', sound: 'granted_in', text, language: 'nb', holdMs: 3_000 });
    }
    channel.signal(stranger, { lamp: 'red', sound: 'denied', text: 'nobody', language: 'nb', holdMs: 0 });
    channel.identify(readerA);
    channel.open(orderFor());
    await heard.until((e) => e.kind === 'order');
    expect(gate.signals.map(({ text }) => text)).toEqual(['first', 'second', 'Velkommen']);
    expect(gate.identified).toEqual([readerA]);
    await close();
  });

  it('drops what is malformed, oversized, from an unknown reader or under another gate’s name, and says so', async () => {
    const { gate, heard, close, faults, cards } = await site();
    const topics = gateTopics(scope, gateA);
    await gate.malformed();
    await gate.oversized();
    await gate.present(a, stranger);
    const id = runtime.uuidv7();
    await gate.publish(
      topics.event(readerA),
      JSON.stringify({ v: 1, id, gate: gateB, kind: 'card', reader: readerA, technology: 'em4100', bits: a.bits }),
    );
    await gate.publish(topics.event(readerA), Uint8Array.of(0xff, 0xfe, 0x00));
    await gate.present(b);
    await heard.until((e) => e.kind === 'card');
    expect(faults()).toEqual(['malformed', 'oversized', 'unknown_sender', 'unknown_sender', 'malformed']);
    expect(cards()).toEqual([b.bits]);
    await close();
  });

  it('counts an event delivered twice once, also over a reconnect of the gate', async () => {
    const { gate, heard, close, faults, cards } = await site();
    await gate.present(a);
    await gate.repeatLast();
    await gate.unplug();
    await gate.plug();
    await gate.repeatLast();
    await gate.present(b);
    await heard.until((e) => e.kind === 'card', 1);
    expect([cards(), faults()]).toEqual([
      [a.bits, b.bits],
      ['duplicate', 'duplicate'],
    ]);
    await close();
  });

  it('does not open on an order that is too late, for a gate that is not there, or for one it does not know', async () => {
    const { gate, channel, heard, close } = await site();
    channel.open(orderFor(gateA, 0));
    channel.open(orderFor(gateB));
    channel.open(orderFor(idOf('gate', runtime.uuidv7())));
    expect(heard.all.flatMap((e) => (e.kind === 'order' ? [e.outcome] : []))).toEqual(['expired', 'refused', 'refused']);
    await gate.unplug();
    await heard.until((e) => e.kind === 'gate_state' && e.state === 'offline');
    channel.open(orderFor());
    await gate.plug();
    await heard.until((e) => e.kind === 'gate_state' && e.state === 'online', 1);
    channel.open(orderFor());
    await heard.until((e) => e.kind === 'turn');
    expect(gate.opened).toHaveLength(1);
    await close();
  });

  it('never opens for what was ordered while the gate was away: 50 cuts, 150 orders, no pulse', async () => {
    const { gate, channel, heard, close } = await site();
    for (let cut = 0; cut < 50; cut += 1) {
      await gate.unplug();
      channel.open(orderFor(gateA, 60_000)); // its last will may not have come in yet
      await heard.until((e) => e.kind === 'gate_state' && e.state === 'offline', cut);
      channel.open(orderFor());
      channel.open(orderFor(gateA, 60_000));
      await gate.plug();
      await heard.until((e) => e.kind === 'gate_state' && e.state === 'online', cut + 1);
    }
    channel.open(orderFor());
    await heard.until((e) => e.kind === 'turn');
    expect(gate.opened).toHaveLength(1);
    await close();
  });

  it('takes the gate’s word when the order reached it too late', async () => {
    const { gate, channel, heard, close } = await site({ now: () => Date.now() + 60_000 });
    channel.open(orderFor());
    expect(await heard.until((e) => e.kind === 'order')).toMatchObject({ outcome: 'expired' });
    expect(gate.opened).toHaveLength(0);
    await close();
  });

  it('calls all readers offline when the broker is killed; nothing ordered then ever opens, and all comes back by itself', async () => {
    const { broker, gate, channel, heard, close } = await site({ returnAfterMs: 5 });
    await broker.kill();
    await heard.until((e) => e.kind === 'reader_state' && e.reader === readerA && e.state === 'offline');
    await heard.until((e) => e.kind === 'reader_state' && e.reader === readerB && e.state === 'offline');
    channel.open(orderFor(gateA, 60_000));
    channel.signal(readerA, { lamp: 'green', sound: 'granted_in', text: 'late', language: 'nb', holdMs: 3_000 });
    expect(heard.all.at(-1)).toMatchObject({ kind: 'order', outcome: 'refused' });

    const again = await start(broker.port);
    await heard.until((e) => e.kind === 'gate_state' && e.gate === gateA && e.state === 'online', 1);
    await gate.present(a);
    await heard.until((e) => e.kind === 'card');
    channel.open(orderFor());
    await heard.until((e) => e.kind === 'turn');
    expect([gate.opened.length, gate.signals.length]).toEqual([1, 0]);
    await close();
    await again.kill();
  });

  it('is refused where a gate speaks or listens for another', async () => {
    const { broker, heard, close } = await site();
    const other = await simulateMqttGate({
      ...scope,
      url: broker.url,
      username: gateB,
      password: passwordB,
      gate: gateB,
      readers: [readerB],
    });
    await heard.until((e) => e.kind === 'gate_state' && e.gate === gateB && e.state === 'online');
    const topics = gateTopics(scope, gateA);
    const before = heard.all.length;
    const id = runtime.uuidv7();
    await other.publish(
      topics.event(readerA),
      JSON.stringify({ v: 1, id, gate: gateA, kind: 'card', reader: readerA, technology: 'em4100', bits: a.bits }),
    );
    await other.publish(
      topics.command,
      JSON.stringify({ v: 1, id, kind: 'open', direction: 'in', openForMs: 5_000, expiresMs: runtime.now() + 10_000 }),
    );
    await other.unplug();
    await other.plug();
    await other.present(b);
    await heard.until((e) => e.kind === 'card');
    expect(heard.all.slice(before).flatMap((e) => (e.kind === 'card' ? [e.reader] : []))).toEqual([readerB]);
    await other.close();
    await close();
  });

  it('lets nobody in without a password, with a wrong one, or under another’s name', async () => {
    const broker = await start();
    await expect(gateOn(broker, { password: passwordB })).rejects.toThrow();
    await expect(gateOn(broker, { password: '' })).rejects.toThrow();
    const {
      username: _,
      password: __,
      ...anonymous
    } = { ...scope, url: broker.url, gate: gateA, readers: [readerA], username: '', password: '' };
    await expect(simulateMqttGate(anonymous)).rejects.toThrow();
    await broker.kill();
  });
});

describe('over mosquitto, which hangs or keeps what it is asked to keep', () => {
  it('notices a broker that says nothing any more, and refuses what it can no longer order', async () => {
    const broker = await brokers[1]![1]();
    const gate = await gateOn(broker);
    const channel = channelOn(broker);
    const heard = listen(channel);
    await heard.until((e) => e.kind === 'gate_state' && e.state === 'online');
    broker.hang?.();
    channel.open(orderFor(gateA, 60_000)); // goes into the dark
    await heard.until((e) => e.kind === 'gate_state' && e.gate === gateA && e.state === 'offline');
    channel.open(orderFor());
    expect(heard.all.flatMap((e) => (e.kind === 'order' ? [e.outcome] : []))).toEqual(['expired', 'refused']);
    await channel.stop();
    await broker.kill();
    await gate.close();
  });

  it('leaves a broker that hands over a packet too long for anybody, and comes back', async () => {
    const broker = await brokers[1]![1]();
    const gate = await gateOn(broker);
    const channel = channelOn(broker);
    const heard = listen(channel);
    await heard.until((e) => e.kind === 'gate_state' && e.state === 'online');
    await gate.publish(gateTopics(scope, gateA).event(readerA), new Uint8Array(2 * PACKET_BYTES_MAX));
    await heard.until((e) => e.kind === 'fault' && e.fault === 'oversized');
    await heard.until((e) => e.kind === 'gate_state' && e.gate === gateA && e.state === 'online', 1);
    await gate.present(b);
    await heard.until((e) => e.kind === 'card');
    await channel.stop();
    await gate.close();
    await broker.kill();
  });

  it('drops an event that was retained: a card of the past lets nobody in today', async () => {
    const broker = await brokers[1]![1]();
    const gate = await gateOn(broker);
    await gate.retained(a);
    const channel = channelOn(broker);
    const heard = listen(channel);
    await heard.until((e) => e.kind === 'fault');
    await gate.present(b);
    await heard.until((e) => e.kind === 'card');
    expect(heard.all.flatMap((e) => (e.kind === 'fault' ? [e] : []))).toEqual([
      { kind: 'fault', reader: readerA, fault: 'retained', count: 1 },
    ]);
    expect(heard.all.flatMap((e) => (e.kind === 'card' ? [e.credential] : []))).toEqual([b]);
    await channel.stop();
    await gate.close();
    await broker.kill();
  });
});

describe('over our own broker', () => {
  it('keeps no event, whatever a gate asks', async () => {
    const broker = await brokers[0]![1]();
    const gate = await gateOn(broker);
    await gate.retained(a);
    const channel = channelOn(broker);
    const heard = listen(channel);
    await heard.until((e) => e.kind === 'gate_state' && e.state === 'online');
    await gate.present(b);
    await heard.until((e) => e.kind === 'card');
    expect(heard.all.flatMap((e) => (e.kind === 'fault' || e.kind === 'card' ? [e.kind] : []))).toEqual(['card']);
    await channel.stop();
    await gate.close();
    await broker.kill();
  });

  it('throws out a gate that sends a packet too long for anybody', async () => {
    const broker = await brokers[0]![1]();
    const gate = await gateOn(broker);
    const channel = channelOn(broker);
    const heard = listen(channel);
    await heard.until((e) => e.kind === 'gate_state' && e.state === 'online');
    await gate.publish(gateTopics(scope, gateA).event(readerA), new Uint8Array(MQTT_PAYLOAD_MAX * 8));
    await heard.until((e) => e.kind === 'gate_state' && e.state === 'offline');
    expect(gate.connected).toBe(false);
    await channel.stop();
    await gate.close();
    await broker.kill();
  });
});
