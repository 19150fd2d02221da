import { MQTT_PAYLOAD_MAX } from '@portvakt/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Inbound, type KnownGates, readMessage } from './inbound.ts';
import { gateA, gateB, readerA, readerB, scope, stranger } from './test/test-broker.ts';
import { gateTopics } from './topics.ts';

const known: KnownGates = {
  ...scope,
  gates: new Map([
    [gateA, new Set([readerA])],
    [gateB, new Set([readerB])],
  ]),
};
const topics = gateTopics(scope, gateA);
const id = '01900000-0000-7000-8000-000000000099';
const card = { v: 1, id, gate: gateA, kind: 'card', reader: readerA, technology: 'em4100', bits: '14008ec793' };
const turn = { v: 1, id, gate: gateA, kind: 'turn', direction: 'out', result: 'passed' };

const read = (topic: string, said: unknown, retained = false): Inbound =>
  readMessage(known, { topic, payload: Buffer.from(typeof said === 'string' ? said : JSON.stringify(said)), retained });

describe('a message from the broker', () => {
  it('is taken when a gate we know says it under its own topic', () => {
    const credential = { technology: 'em4100', bits: '14008ec793', bitLength: 40 };
    expect(read(topics.event(readerA), card)).toEqual({ kind: 'card', gate: gateA, id, reader: readerA, credential });
    expect(read(topics.event('barrier'), turn)).toEqual({ kind: 'turn', gate: gateA, id, direction: 'out', result: 'passed' });
    expect(read(topics.ack, { v: 1, gate: gateA, id: 'x', outcome: 'done' })).toEqual({
      kind: 'ack',
      gate: gateA,
      id: 'x',
      outcome: 'done',
    });
    expect(read(topics.availability, { v: 1, gate: gateA, state: 'online' }, true)).toEqual({
      kind: 'availability',
      gate: gateA,
      online: true,
    });
    expect(read(topics.availability, '', true)).toEqual({ kind: 'availability', gate: gateA, online: false });
  });

  it.each<[string, string, unknown, boolean, string]>([
    ['card is retained', topics.event(readerA), card, true, 'retained'],
    ['turn is retained', topics.event('barrier'), turn, true, 'retained'],
    ['answer is retained', topics.ack, { v: 1, gate: gateA, id: 'x', outcome: 'done' }, true, 'retained'],
    [
      'gate is not in the configuration',
      topics.event(readerA).replace(gateA, stranger.replace('rdr', 'gat')),
      card,
      false,
      'unknown_sender',
    ],
    ['reader is not in the configuration', topics.event(stranger), { ...card, reader: stranger }, false, 'unknown_sender'],
    ['reader stands at another gate', topics.event(readerB), { ...card, reader: readerB }, false, 'unknown_sender'],
    ['reader is another one than in the topic', topics.event(readerA), { ...card, reader: stranger }, false, 'unknown_sender'],
    ['gate is another one than in the topic', topics.event(readerA), { ...card, gate: gateB }, false, 'unknown_sender'],
    ['turn is of another gate', topics.event('barrier'), { ...turn, gate: gateB }, false, 'unknown_sender'],
    ['topic is another owner’s', topics.event(readerA).replace('/own_', '/own_x'), card, false, 'unknown_sender'],
    ['command is sent to us', topics.command, { v: 1, id: 'x', kind: 'identify', reader: readerA }, false, 'unknown_sender'],
    ['version is one we do not speak', topics.event(readerA), { ...card, v: 999 }, false, 'malformed'],
    ['key is unknown', topics.event(readerA), { ...card, more: 1 }, false, 'malformed'],
    ['prototype is reached for', topics.event(readerA), `{"__proto__":{"v":1},${JSON.stringify(card).slice(1)}`, false, 'malformed'],
    ['card has upper-case digits', topics.event(readerA), { ...card, bits: '14008EC793' }, false, 'malformed'],
    ['card has half a byte', topics.event(readerA), { ...card, bits: '14008ec79' }, false, 'malformed'],
    ['card is a number', topics.event(readerA), { ...card, bits: 9_357_203 }, false, 'malformed'],
    ['card is empty', topics.event(readerA), { ...card, bits: '' }, false, 'malformed'],
    ['payload is a kilobyte of brackets', topics.event(readerA), '['.repeat(2_000), false, 'malformed'],
    ['payload is empty', topics.event(readerA), '', false, 'malformed'],
    ['payload is too long', topics.event(readerA), 'x'.repeat(MQTT_PAYLOAD_MAX + 1), false, 'oversized'],
  ])('is dropped when its %s', (_, topic, said, retained, fault) => {
    expect(read(topic, said, retained)).toMatchObject({ kind: 'fault', fault });
  });

  it('names the reader of a fault when it is known', () => {
    expect(read(topics.event(readerA), '{')).toEqual({ kind: 'fault', fault: 'malformed', reader: readerA });
    expect(read(topics.event(stranger), '{')).toEqual({ kind: 'fault', fault: 'unknown_sender', reader: undefined });
  });

  it('never throws, whatever stands in it', () => {
    const part = fc.oneof(fc.constantFrom(gateA, gateB, readerA, 'barrier', 'event', 'cmd', 'ack', 'availability', ''), fc.string());
    const anyTopic = fc.oneof(
      fc.array(part, { maxLength: 5 }).map((parts) => `portvakt/v1/${scope.owner}/${scope.site}/${parts.join('/')}`),
      fc.string(),
    );
    const near = fc
      .constantFrom(card, turn)
      .chain((base) => fc.dictionary(fc.constantFrom(...Object.keys(base)), fc.jsonValue()).map((over) => ({ ...base, ...over })));
    const payload = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      near.map((said) => new Uint8Array(Buffer.from(JSON.stringify(said)))),
    );
    fc.assert(
      fc.property(anyTopic, payload, fc.boolean(), (topic, bytes, retained) => {
        expect(readMessage(known, { topic, payload: bytes, retained })).toHaveProperty('kind');
      }),
      { numRuns: 2_000 },
    );
  });
});
