import { once } from 'node:events';
import { connect } from 'node:net';
import { credentialOf } from '@portvakt/domain';
import { systemRuntime } from '@portvakt/ports/system';
import { listen } from '@portvakt/ports/testing';
import { expect, it } from 'vitest';
import { simulateMqttGate } from '../simulator/mqtt-gate.ts';
import { startEmbeddedBroker } from './embedded-broker.ts';
import { mqttGateChannel } from './mqtt-gate-channel.ts';
import { selfSigned } from './test/self-signed.ts';
import { accounts, agent, gateA, passwordA, readerA, scope } from './test/test-broker.ts';

const runtime = systemRuntime();
const card = credentialOf('em4100', '14008ec793');
const gates = [{ gate: gateA, readers: [readerA] }];

it('says which port it has, and that another one is taken', async () => {
  const broker = await startEmbeddedBroker({ scope, accounts, port: 0 });
  expect(broker.port).toBeGreaterThan(0);
  await expect(startEmbeddedBroker({ scope, accounts, port: broker.port })).rejects.toMatchObject({ code: 'port_in_use' });
  await broker.close();
  await broker.close();
});

it('closes although someone is connected who never said who they are', async () => {
  const broker = await startEmbeddedBroker({ scope, accounts, port: 0 });
  const mute = connect(broker.port, '127.0.0.1');
  await once(mute, 'connect');
  await broker.close();
  await once(mute, 'close');
  expect(mute.destroyed).toBe(true);
});

it('speaks TLS to those who know its authority, and lets no card through to the others', async () => {
  const { cert, key } = selfSigned();
  const broker = await startEmbeddedBroker({ scope, accounts, port: 0, tls: { cert, key } });
  const url = `mqtts://localhost:${broker.port}`;
  const gateSettings = { ...scope, url, username: gateA, password: passwordA, gate: gateA, readers: [readerA] };
  await expect(simulateMqttGate(gateSettings)).rejects.toThrow(/self-signed/);
  const gate = await simulateMqttGate({ ...gateSettings, ca: cert });
  const { username, password } = agent;
  const channel = mqttGateChannel({ ...scope, url, username, password, clientId: 'agent', ca: cert, gates }, runtime);
  const heard = listen(channel);
  await heard.until((e) => e.kind === 'gate_state' && e.state === 'online');
  await gate.present(card);
  expect(await heard.until((e) => e.kind === 'card')).toMatchObject({ credential: card });
  await channel.stop();

  const trusting = mqttGateChannel({ ...scope, url, username, password, clientId: 'agent', gates }, runtime);
  const other = listen(trusting);
  expect(await other.until((e) => e.kind === 'gate_state')).toMatchObject({ state: 'offline', detail: /self-signed/ });
  await trusting.stop();
  await gate.close();
  await broker.close();
});

it('calls a gate online that came back before its old connection was found dead', async () => {
  const broker = await startEmbeddedBroker({ scope, accounts, port: 0 });
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const channel = mqttGateChannel({ ...scope, url, username: agent.username, password: agent.password, clientId: 'agent', gates }, runtime);
  const heard = listen(channel);
  const settings = { ...scope, url, username: gateA, password: passwordA, gate: gateA, readers: [readerA] };
  const old = await simulateMqttGate(settings);
  await heard.until((e) => e.kind === 'gate_state' && e.state === 'online');
  const back = await simulateMqttGate(settings); // takes over: the broker speaks the last will of the old one
  await heard.until((e) => e.kind === 'gate_state' && e.state === 'offline');
  await heard.until((e) => e.kind === 'gate_state' && e.state === 'online', 1);
  await back.present(card);
  await heard.until((e) => e.kind === 'card');
  expect(heard.all.findLast((e) => e.kind === 'gate_state')).toMatchObject({ state: 'online' });
  await channel.stop();
  await back.close();
  await old.close();
  await broker.close();
});
