import { describe, expect, it } from 'vitest';
import { envelope } from './envelope.ts';

const uuid = '01900000-0000-7000-8000-000000000001';
const start = {
  v: 1,
  owner: `own_${uuid}`,
  site: `sit_${uuid}`,
  agent: `agt_${uuid}`,
  epoch: 1,
  sequence: 1,
  occurredAt: '2026-11-20T05:30:00.000Z',
  monotonicMs: 12.5,
  boot: 'b',
  clock: 'synchronised',
  personal: null,
  kind: 'start',
  program: '0.1.0',
  protocol: 1,
};

describe('envelope', () => {
  it('takes a well-formed entry', () => {
    expect(envelope.parse(start)).toEqual(start);
  });

  it.each([
    ['an unknown key', { ...start, name: 'Kari' }],
    ['a foreign id', { ...start, agent: `sit_${uuid}` }],
    ['sequence zero', { ...start, sequence: 0 }],
    ['a time without offset', { ...start, occurredAt: '2026-11-20T05:30:00' }],
    ['a kind nobody knows', { ...start, kind: 'party' }],
  ])('refuses %s', (_, value) => {
    expect(envelope.safeParse(value).success).toBe(false);
  });
});
