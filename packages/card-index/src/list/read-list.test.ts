import { idOf } from '@portvakt/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildIndex } from '../card-index.ts';
import { applyDelta } from '../delta/apply-delta.ts';
import { cardDelta, diffEntries } from '../delta/card-delta.ts';
import { digestKey } from '../digest/digest-key.ts';
import { cardEntry } from '../table/card-entry.ts';
import { indexOf, key, lineage, plainStatus, readerWith, scope, sign, uuid } from '../testing/lists.ts';
import { encodeDelta, encodeSnapshot } from './encode-list.ts';
import { HEADER_LENGTH, type ListScope } from './list-header.ts';
import { type ListReader, type ListRefusal, readList, readListInSteps } from './read-list.ts';

const first = indexOf(5);
const entryOfFirst = [...first.entries()][0]!;
const change = cardDelta([cardEntry({ high: 3, low: 3 }, { ...plainStatus, blocked: true }, 9)], [[...first.entries()][2]!]);
const second = applyDelta(first, change, { version: 2, issuedAt: first.issuedAt + 1 });
const third = applyDelta(second, cardDelta([], [[...second.entries()][0]!]), { version: 3, issuedAt: first.issuedAt + 2 });

const snapshotOf = (index = first, to: ListScope = scope) => encodeSnapshot({ ...to, index }, sign);
const deltaOf = (before = first, after = second, to: ListScope = scope) =>
  encodeDelta({ ...to, before, after, delta: diffEntries(before.entries(), after.entries()) }, sign);
const resigned = (bytes: Uint8Array) => Uint8Array.from([...bytes.subarray(0, -64), ...sign(bytes.subarray(0, -64))]);

function refusalOf(bytes: Uint8Array, other: Partial<ListReader> = {}): ListRefusal | undefined {
  const read = readList(bytes, readerWith(other));
  return read.ok ? undefined : read.refusal;
}

describe('reading a list', () => {
  it('takes a snapshot and the delta after it', () => {
    const one = readList(snapshotOf(), readerWith());
    if (!one.ok) throw new Error(one.refusal);
    expect(one.index).toMatchObject({ lineage, version: 1, keyId: key.id, size: 5, checksum: first.checksum, issuedAt: first.issuedAt });
    const two = readList(deltaOf(), readerWith({ current: one.index }));
    if (!two.ok) throw new Error(two.refusal);
    expect(two.index).toMatchObject({ version: 2, size: 5, checksum: second.checksum });
  });

  it('takes an empty snapshot, and one that lies askew in its buffer', () => {
    expect(refusalOf(snapshotOf(buildIndex({ lineage, version: 0, issuedAt: 0, key }, [])))).toBeUndefined();
    const askew = new Uint8Array(snapshotOf().length + 3);
    askew.set(snapshotOf(), 3);
    expect(refusalOf(askew.subarray(3))).toBeUndefined();
  });

  it('lies on the wire as the format says', () => {
    const bytes = Buffer.from(snapshotOf());
    const entry = entryOfFirst;
    expect(bytes.subarray(0, 8).toString('hex')).toBe('5056435301010000');
    expect(bytes.subarray(8, 24).toString('hex')).toBe(uuid(4).replaceAll('-', ''));
    expect([bytes.readBigUInt64LE(96), bytes.readBigUInt64LE(104)]).toEqual([1n, BigInt(first.issuedAt)]);
    expect(bytes.length).toBe(HEADER_LENGTH + (9 + 1) * 16 + 64);
    expect(bytes.readInt32LE(HEADER_LENGTH + first.find(entry.high, entry.low) * 4)).toBe(entry.high);
  });

  it.each([
    ['snapshot', snapshotOf()],
    ['delta', deltaOf()],
  ])('refuses a %s with any bit flipped, or cut anywhere, or with more behind it', (_, bytes) => {
    for (let at = 0; at < bytes.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) expect(refusalOf(bytes.with(at, bytes[at]! ^ (1 << bit)), { current: first })).toBeDefined();
      expect(refusalOf(bytes.subarray(0, at), { current: first })).toBe('too_short');
    }
    expect(refusalOf(Uint8Array.from([...bytes, 0]), { current: first })).toBe('format');
    expect([...first.entries()]).toEqual([...indexOf(5).entries()]);
  });

  it.each<[ListRefusal, string, Uint8Array, Partial<ListReader>]>([
    ['foreign_site', 'another site', snapshotOf(first, { ...scope, site: idOf('site', uuid(99)) }), {}],
    ['foreign_site', 'another owner', snapshotOf(first, { ...scope, owner: idOf('owner', uuid(99)) }), {}],
    ['foreign_agent', 'another agent', snapshotOf(first, { ...scope, agent: idOf('agent', uuid(99)) }), {}],
    ['foreign_key', 'a key this gate does not hold', snapshotOf(), { digestKey: digestKey(idOf('key', uuid(99)), new Uint8Array(16)) }],
    ['signature', 'a signature that does not hold', snapshotOf(), { verify: () => false }],
    ['older', 'a snapshot before the one in use', snapshotOf(), { current: second }],
    ['older', 'a delta it has had', deltaOf(), { current: second }],
    ['older', 'a delta from before', deltaOf(), { current: third }],
    ['gap', 'a delta without any list', deltaOf(), {}],
    ['gap', 'a delta after one that is missing', deltaOf(second, third), { current: first }],
    ['checksum', 'a delta on another version 1', deltaOf(), { current: indexOf(6) }],
    ['lineage', 'a delta of another lineage', deltaOf(), { current: { ...first, lineage: idOf('lineage', uuid(1)) } }],
    ['lineage', 'a snapshot of another lineage than announced', snapshotOf(), { lineage: idOf('lineage', uuid(9)) }],
    ['older', 'a snapshot of a lineage that began earlier', snapshotOf(), { current: { ...first, lineage: idOf('lineage', uuid(9)) } }],
  ])('says %s to %s', (refusal, _, bytes, other) => {
    expect(refusalOf(bytes, other)).toBe(refusal);
  });

  it('changes lineage forward, or to the one announced', () => {
    expect(refusalOf(snapshotOf(), { current: { ...third, lineage: idOf('lineage', uuid(1)) } })).toBeUndefined();
    expect(refusalOf(snapshotOf(), { current: { ...third, lineage: idOf('lineage', uuid(9)) }, lineage })).toBeUndefined();
  });

  it('takes the same version again, to mend an index', () => {
    expect(refusalOf(snapshotOf(), { current: first })).toBeUndefined();
  });

  it('refuses what is signed and yet wrong', () => {
    const at = HEADER_LENGTH + 4 * first.find(entryOfFirst.high, entryOfFirst.low);
    const status = snapshotOf();
    status[at + 8]! ^= 1;
    expect(refusalOf(resigned(status))).toBe('checksum');
    const empty = snapshotOf();
    empty.fill(0, at + 12, at + 16);
    expect(refusalOf(resigned(empty))).toBe('entries');
    const large = snapshotOf();
    new DataView(large.buffer).setUint32(112, 2 ** 31, true);
    expect(refusalOf(resigned(large))).toBe('too_large');
    const holder = deltaOf();
    holder[HEADER_LENGTH + 12]! &= 0xf0;
    expect(refusalOf(resigned(holder), { current: first })).toBe('entries');
  });

  it('never throws, whatever the bytes, even signed', () => {
    const anyBytes = fc.uint8Array({ maxLength: 400 });
    const patch = fc.array(fc.record({ at: fc.nat(), byte: fc.nat({ max: 255 }) }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(refusalOf(bytes)).toBeDefined();
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(snapshotOf(), deltaOf()), patch, (bytes, patches) => {
        const other = bytes.slice();
        for (const { at, byte } of patches) other[at % other.length] = byte;
        readList(resigned(other), readerWith({ current: first, verify: () => true }));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives way between steps and ends with the same index', () => {
    const large = indexOf(30_000);
    const steps = readListInSteps(snapshotOf(large), readerWith());
    let yields = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) yields += 1;
    expect(yields).toBeGreaterThan(3);
    expect(step.value).toMatchObject({ ok: true, kind: 'snapshot', index: { checksum: large.checksum } });
  });
});
