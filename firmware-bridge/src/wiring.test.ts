import { idOf } from '@portvakt/domain';
import { manualRuntime } from '@portvakt/ports/testing';
import type { EquipmentWiring } from '@portvakt/protocol';
import { describe, expect, it } from 'vitest';
import { openChannels } from './wiring.ts';

const runtime = manualRuntime();
const scope = { owner: idOf('owner', runtime.uuidv7()), site: idOf('site', runtime.uuidv7()) };
const mqtt = { url: 'mqtt://127.0.0.1:1883', username: 'agent', password: 'password of the agent' };
const gate = idOf('gate', runtime.uuidv7());
const reader = idOf('reader', runtime.uuidv7());

const serialReader: EquipmentWiring = {
  channel: 'serial_reader',
  protocol: 'em4100',
  path: '/dev/serial/by-id/reader',
  baud: 9_600,
  reader,
};
const serialGate: EquipmentWiring = {
  channel: 'serial_gate',
  protocol: 'onetech',
  path: '/dev/serial/by-id/gate',
  baud: 9_600,
  gate,
  inwards: 'A',
};
const mqttGate = (): EquipmentWiring => ({
  channel: 'mqtt_gate',
  gate: idOf('gate', runtime.uuidv7()),
  readers: [idOf('reader', runtime.uuidv7())],
});

describe('the wiring of a site', () => {
  it('becomes a channel a serial port and one for all gates on the broker', () => {
    const channels = openChannels([serialReader, mqttGate(), serialGate, mqttGate()], { scope, mqtt, runtime });
    expect(channels.map(({ name }) => name)).toEqual([
      'em4100 /dev/serial/by-id/reader',
      'onetech /dev/serial/by-id/gate',
      'mqtt 127.0.0.1:1883',
    ]);
    expect(openChannels([], { scope, mqtt: undefined, runtime })).toEqual([]);
  });

  it.each<[string, EquipmentWiring[]]>([
    ['one path serves two', [serialReader, { ...serialGate, path: serialReader.path }]],
    ['one reader hangs on two wires', [serialReader, { ...serialReader, path: '/dev/ttyS1' }]],
    ['one barrier hangs on two wires', [serialGate, { channel: 'mqtt_gate', gate, readers: [] }]],
  ])('is refused when %s', (_, equipment) => {
    expect(() => openChannels(equipment, { scope, mqtt, runtime })).toThrow(expect.objectContaining({ code: 'config' }));
  });

  it('is refused when a gate needs a broker that is not there, or whose address is none', () => {
    const config = expect.objectContaining({ code: 'config' });
    expect(() => openChannels([mqttGate()], { scope, mqtt: undefined, runtime })).toThrow(config);
    for (const url of ['nonsense', 'http://127.0.0.1']) {
      expect(() => openChannels([mqttGate()], { scope, mqtt: { ...mqtt, url }, runtime })).toThrow(config);
    }
  });
});
