import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { wireSchemas } from './fingerprint.ts';
import { PROTOCOL_VERSION, PROTOCOLS_SPOKEN } from './version.ts';

/**
 * Changes only together with a thought about peers of another age: a change they would misread needs a new PROTOCOL_VERSION; one
 * they take as it is (a new optional part) needs only the new hash here.
 */
const PINNED: Readonly<Record<number, string>> = { 1: '65df9484125c1481fd7d2c266d35a985c81961121fc9bbef495da90984e78eec' };

describe('protocol version', () => {
  it('is pinned to the hash of the wire schemas', () => {
    expect(createHash('sha256').update(wireSchemas()).digest('hex')).toBe(PINNED[PROTOCOL_VERSION]);
  });

  it('speaks the version it says', () => {
    expect(PROTOCOLS_SPOKEN).toContain(PROTOCOL_VERSION);
  });
});
