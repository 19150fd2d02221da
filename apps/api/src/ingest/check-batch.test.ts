import { idOf } from '@portvakt/domain';
import { type UplinkBatch, uplinkBatch } from '@portvakt/protocol';
import { CHAIN_START, chainHash } from '@portvakt/trust';
import { uuidv7 } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import { logDouble, type Places } from '../testing/agent-double.ts';
import { newId } from '../testing/site-double.ts';
import { checkBatch } from './check-batch.ts';

const scope = { owner: idOf('owner', uuidv7()), site: idOf('site', uuidv7()) };
const agent = idOf('agent', uuidv7());
const places: Places = {
  gate: newId('gate'),
  portals: { in: newId('portal'), out: newId('portal') },
  readers: { in: newId('reader'), out: newId('reader') },
  zones: { outside: newId('zone'), inside: newId('zone') },
};

function log(count: number) {
  const made = logDouble({ ...scope, agent, epoch: 1 }, places, Date.UTC(2026, 10, 22));
  const personal = { holder: newId('holder'), card: newId('card'), digest: null, key: null, sealed: null, by: null };
  for (let i = 0; i < count; i += 1) made.write({ kind: 'passage', personal });
  return made;
}
const batchOf = (made: ReturnType<typeof log>, from?: number, until?: number): UplinkBatch => uplinkBatch.parse(made.batch(from, until));
const check = (batch: UplinkBatch, head?: { sequence: number; hash: string }) => checkBatch(batch, scope, head);

describe('a batch', () => {
  it('is taken from the start, and goes on from the head', () => {
    const made = log(4);
    expect(check(batchOf(made, 1, 2))).toMatchObject({ kind: 'checked', accepted: [{}, {}], refused: [] });
    expect(check(batchOf(made, 3), { sequence: 2, hash: made.entries[1]!.hash })).toMatchObject({ accepted: [{}, {}], refused: [] });
  });

  it('that overlaps is taken where it is new', () => {
    const made = log(4);
    const checked = check(batchOf(made), { sequence: 3, hash: made.entries[2]!.hash });
    expect(checked).toMatchObject({ kind: 'checked', accepted: [{ entry: { sequence: 4 } }], refused: [] });
  });

  it('with a hole before or within is a gap', () => {
    const made = log(4);
    expect(check(batchOf(made, 2)).kind).toBe('gap');
    expect(check({ ...batchOf(made), entries: [made.entries[0]!, made.entries[2]!] }).kind).toBe('gap');
  });

  it('of another copy of the same epoch is a fork', () => {
    const [made, other] = [log(3), log(3)];
    expect(check(batchOf(other), { sequence: 2, hash: made.entries[1]!.hash }).kind).toBe('forked');
  });
});

describe('an entry', () => {
  const changed = (change: (text: string) => string, rehash = true) => {
    const made = log(3);
    const batch = batchOf(made);
    const bad = batch.entries[1]!;
    bad.envelope = change(bad.envelope);
    if (rehash) bad.hash = chainHash(batch.entries[0]!.hash, bad.envelope);
    return check(batch);
  };

  it.each([
    ['that is no JSON', (text: string) => text.slice(1), 'unreadable'],
    ['with an unknown key', (text: string) => text.replace('{', '{"name":"Kari",'), 'unreadable'],
    ['with a NUL', (text: string) => `${text}\0`, 'unreadable'],
    ['with half a surrogate pair', (text: string) => text.replace('"boot"', '"\ud800"'), 'unreadable'],
    ['of another epoch', (text: string) => text.replace('"epoch":1', '"epoch":2'), 'not_its_place'],
    ['of another agent', (text: string) => text.replace(agent, idOf('agent', uuidv7())), 'not_its_place'],
    ['of another site', (text: string) => text.replace(scope.site, idOf('site', uuidv7())), 'not_its_place'],
    ['with another sequence', (text: string) => text.replace('"sequence":2', '"sequence":9'), 'not_its_place'],
  ])('%s is set aside, and the next is judged by the hash it claimed', (_what, change, reason) => {
    const checked = changed(change);
    expect(checked).toMatchObject({
      kind: 'checked',
      refused: [
        { entry: { sequence: 2 }, reason },
        { entry: { sequence: 3 }, reason: 'chain_broken' },
      ],
    });
  });

  it('that was forged without its hash is set aside alone', () => {
    const checked = changed((text) => text.replace('"direction":"in"', '"direction":"out"'), false);
    expect(checked).toMatchObject({
      accepted: [{ entry: { sequence: 1 } }, { entry: { sequence: 3 } }],
      refused: [{ reason: 'chain_broken' }],
    });
  });

  it.each([
    ['another personal part', { personal: '{"holder":null}' }, 'commitment_broken'],
    ['another salt', { salt: 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'commitment_broken'],
    ['no salt', { salt: null }, 'commitment_broken'],
  ])('with %s is set aside alone', (_what, change, reason) => {
    const batch = batchOf(log(2));
    Object.assign(batch.entries[0]!, change);
    expect(check(batch)).toMatchObject({ accepted: [{ entry: { sequence: 2 } }], refused: [{ entry: { sequence: 1 }, reason }] });
  });

  it('whose personal part was erased still proves the chain', () => {
    const batch = batchOf(log(2));
    Object.assign(batch.entries[0]!, { personal: null, salt: null });
    expect(check(batch)).toMatchObject({ accepted: [{ personal: undefined }, {}], refused: [] });
    expect(chainHash(CHAIN_START, batch.entries[0]!.envelope)).toBe(batch.entries[0]!.hash);
  });
});
