import { describe, expect, it } from 'vitest';
import { findAccount, mayPublish, maySubscribe, mayUseClientId } from './broker-accounts.ts';
import { accounts, agent, gateA, gateB, passwordA, passwordB, readerA, scope } from './test/test-broker.ts';
import { gateTopics, siteRoot } from './topics.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const gate = accounts.find((account) => account.role === 'gate' && account.gate === gateA)!;
const [own, others] = [gateTopics(scope, gateA), gateTopics(scope, gateB)];

describe('an account', () => {
  it('is found by its name and its own password only', () => {
    expect(findAccount(accounts, gateA, bytes(passwordA))).toBe(gate);
    expect(findAccount(accounts, 'agent', bytes(agent.password))).toBe(agent);
    for (const [name, password] of [
      [gateA, passwordB],
      [gateA, `${passwordA} `],
      [gateA, ''],
      ['nobody', passwordA],
      ['', ''],
    ] as const) {
      expect(findAccount(accounts, name, bytes(password))).toBeUndefined();
    }
    expect(findAccount(accounts, undefined, undefined)).toBeUndefined();
    expect(findAccount([{ role: 'gate', gate: gateA, password: '' }], gateA, bytes(''))).toBeUndefined();
  });

  it('of a gate speaks under its own topics and hears its own commands', () => {
    expect([own.availability, own.event(readerA), own.event('barrier'), own.ack].map((topic) => mayPublish(gate, scope, topic))).toEqual(
      Array(4).fill(true),
    );
    for (const topic of [
      own.command,
      others.event(readerA),
      others.availability,
      others.ack,
      others.command,
      'x',
      '$SYS/x',
      `${own.ack}/more`,
    ]) {
      expect([topic, mayPublish(gate, scope, topic)]).toEqual([topic, false]);
    }
    for (const filter of [others.command, '#', '+/#', `${siteRoot(scope)}#`, `${siteRoot(scope)}+/cmd`, own.event('+')]) {
      expect([filter, maySubscribe(gate, scope, filter)]).toEqual([filter, false]);
    }
    expect(maySubscribe(gate, scope, own.command)).toBe(true);
  });

  it('of the agent commands and listens within its site, and never speaks for a gate', () => {
    expect([own.command, others.command].map((topic) => mayPublish(agent, scope, topic))).toEqual([true, true]);
    expect([own.event(readerA), own.availability, own.ack].map((topic) => mayPublish(agent, scope, topic))).toEqual([false, false, false]);
    expect([own.event('+'), '#', 'portvakt/v1/#'].map((filter) => maySubscribe(agent, scope, filter))).toEqual([true, false, false]);
  });

  it('connects under its own name only', () => {
    expect([gateA, `${gateA}-1`, gateB, '', `${gateA}x`].map((id) => mayUseClientId(gate, id))).toEqual([true, true, false, false, false]);
  });
});
