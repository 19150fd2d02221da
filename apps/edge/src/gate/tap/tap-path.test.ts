import type { Envelope } from '@portvakt/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anIndex,
  cardOf,
  DOOR_IN,
  DOOR_OUT,
  holderOf,
  INSIDE,
  OUTSIDE,
  READER_IN,
  READER_OUT,
  TODAY,
  testId,
} from '../../testing/a-site.ts';
import { gateRig, settle } from '../../testing/gate-rig.ts';
import { WAITING_MAX } from '../log/appender.ts';
import { UNKNOWN_A_MINUTE_MAX } from './unknown-flood.ts';

const ofKind = <K extends Envelope['kind']>(log: readonly { readonly envelope: Envelope }[], kind: K) =>
  log.map((e) => e.envelope).filter((e): e is Extract<Envelope, { kind: K }> => e.kind === kind);

describe('an entry', () => {
  it('opens the gate only when the log has it', async () => {
    const rig = gateRig();
    rig.store.hold();
    rig.tap(READER_IN, cardOf(1), 0);
    await settle();
    expect(rig.acts).toEqual([]);
    rig.store.letGo();
    await settle();
    expect(rig.acts).toEqual([`open ${rig.opened[0]!.id}`, 'signal green']);
    expect(rig.opened[0]).toMatchObject({ gate: testId('gate', 1), direction: 'in' });
    expect(rig.signals[0]?.signal).toMatchObject({ language: 'pl', text: 'Witamy', sound: 'granted_in' });
    expect(rig.log()).toMatchObject([
      {
        envelope: { kind: 'tap', tap: rig.opened[0]!.id, decision: { kind: 'granted' }, cardType: 'construction' },
        personal: { holder: holderOf(1), card: testId('card', 1), sealed: null },
      },
    ]);
  });

  it.each(['disk_full', 'store_unavailable'] as const)('is refused when the log says %s', async (code) => {
    const rig = gateRig();
    await settle();
    rig.memory.failWith(code);
    rig.tap(READER_IN, cardOf(1), 0);
    await settle();
    expect(rig.opened).toEqual([]);
    expect(rig.signals.map((s) => s.signal.lamp)).toEqual(['red']);
    rig.memory.failWith(undefined);
    rig.runtime.advance(5_000);
    await settle();
    expect(ofKind(rig.log(), 'tap')).toMatchObject([{ decision: { kind: 'denied', reason: 'log_unavailable' } }]);
    expect(ofKind(rig.log(), 'alarm')).toMatchObject([{ code: 'decision_fault', subject: 'log' }]);
    expect(rig.opened).toEqual([]);
  });

  it('is refused when the log is too slow, and the log then says that nobody went', async () => {
    const rig = gateRig();
    await settle();
    rig.store.hold();
    rig.tap(READER_IN, cardOf(1), 0);
    rig.runtime.advance(250);
    expect(rig.signals.map((s) => s.signal.lamp)).toEqual(['red']);
    rig.store.letGo();
    await settle();
    expect(rig.opened).toEqual([]);
    const [granted] = ofKind(rig.log(), 'tap');
    expect(granted?.decision.kind).toBe('granted');
    expect(ofKind(rig.log(), 'not_passed')).toMatchObject([{ tap: granted?.tap }]);
    expect(ofKind(rig.log(), 'tap')[1]).toMatchObject({ decision: { kind: 'denied', reason: 'log_unavailable' } });
  });

  it('leaves no trace of a grant that never reached the disk', async () => {
    const rig = gateRig();
    await settle();
    rig.store.hold();
    rig.tap(READER_IN, cardOf(1), 0);
    rig.tap(testId('reader', 4), cardOf(2), 0);
    await settle();
    rig.runtime.advance(250);
    rig.store.letGo();
    await settle();
    const second = ofKind(rig.log(), 'tap').filter((t) => t.reader === testId('reader', 4));
    expect(second).toMatchObject([{ decision: { kind: 'denied', reason: 'log_unavailable' } }]);
    expect(rig.memory.entries.map((e) => e.sequence)).toEqual(rig.memory.entries.map((_, i) => i + 1));
  });

  it('is refused when something breaks on the way to the decision', async () => {
    const rig = gateRig();
    rig.failing = true;
    rig.tap(READER_IN, cardOf(1), 0);
    await settle();
    expect(rig.opened).toEqual([]);
    expect(rig.signals.map((s) => s.signal.text)).toEqual(['Feil i porten. Bruk en annen port']);
    expect(ofKind(rig.log(), 'tap')).toMatchObject([{ decision: { kind: 'denied', reason: 'gate_fault' } }]);
    expect(ofKind(rig.log(), 'alarm')).toMatchObject([{ code: 'decision_fault' }]);
  });

  it('is refused without a list', async () => {
    const rig = gateRig();
    rig.index = undefined;
    rig.tap(READER_IN, cardOf(1), 0);
    await settle();
    expect(ofKind(rig.log(), 'tap')).toMatchObject([{ decision: { kind: 'denied', reason: 'no_list', basis: null } }]);
    expect(rig.opened).toEqual([]);
  });

  it('is refused by a block that came before the next list', async () => {
    const rig = gateRig();
    rig.blocked.set(1, true);
    rig.tap(READER_IN, cardOf(1), 0);
    await settle();
    expect(ofKind(rig.log(), 'tap')).toMatchObject([{ decision: { kind: 'denied', reason: 'card_blocked' } }]);
  });

  it('of an unknown card leaves the credential sealed and nothing else of it', async () => {
    const rig = gateRig();
    rig.tap(READER_IN, cardOf(77), 0);
    await settle();
    expect(rig.log()).toMatchObject([
      {
        envelope: { cardType: null, decision: { reason: 'card_unknown' } },
        personal: { holder: null, card: null, sealed: Buffer.from('sealed').toString('base64') },
      },
    ]);
    expect(JSON.stringify(rig.memory.entries)).not.toContain(cardOf(77).bits);
    expect(rig.signals[0]?.signal).toMatchObject({ lamp: 'amber', sound: 'unknown' });
  });

  it('at a gate that senses nothing is one commit with its passage', async () => {
    const rig = gateRig();
    rig.store.hold();
    rig.tap(DOOR_IN, cardOf(2), 0);
    await settle();
    expect(rig.store.waiting).toBe(1);
    rig.store.letGo();
    await settle();
    expect(rig.log()).toMatchObject([
      { envelope: { kind: 'tap' } },
      {
        envelope: { kind: 'passage', evidence: 'assumed', told: 'gate', from: OUTSIDE, to: INSIDE, tap: rig.opened[0]!.id },
        personal: { holder: holderOf(2) },
      },
    ]);
  });
});

describe('an exit', () => {
  it.each([
    ['of a known card', 1, undefined],
    ['of an unknown card', 99, 'card_unknown'],
  ] as const)('%s opens', async (_, card, overridden) => {
    const rig = gateRig();
    rig.tap(READER_OUT, cardOf(card), 0);
    await settle();
    expect(rig.opened).toHaveLength(1);
    expect(ofKind(rig.log(), 'tap')).toMatchObject([{ direction: 'out', decision: { kind: 'granted', overridden: overridden ?? null } }]);
  });

  it('opens although the decision breaks', async () => {
    const rig = gateRig();
    rig.failing = true;
    rig.tap(READER_OUT, cardOf(1), 0);
    expect(rig.opened).toHaveLength(1);
    await settle();
    expect(ofKind(rig.log(), 'tap')).toMatchObject([{ decision: { kind: 'granted', overridden: 'gate_fault' } }]);
  });

  it('waits for the log no longer than it may, is alarmed, and is written down later', async () => {
    const rig = gateRig();
    await settle();
    rig.memory.failWith('disk_full');
    rig.tap(DOOR_OUT, cardOf(1), 0);
    await settle();
    rig.runtime.advance(249);
    expect(rig.opened).toEqual([]);
    rig.runtime.advance(1);
    expect(rig.opened).toHaveLength(1);
    await settle();
    rig.memory.failWith(undefined);
    rig.runtime.advance(5_000);
    await settle();
    expect(rig.kinds()).toEqual(['tap', 'passage', 'alarm']);
    expect(ofKind(rig.log(), 'alarm')).toMatchObject([{ code: 'exit_not_durable', subject: testId('gate', 3) }]);
    expect(rig.opened).toHaveLength(1);
  });

  it('opens also when the queue of the log is full', async () => {
    const rig = gateRig({ policy: { holdMs: 0 } });
    await settle();
    rig.memory.failWith('disk_full');
    for (let n = 0; n < WAITING_MAX + 10; n += 1) rig.tap(READER_OUT, cardOf(1), n);
    // those the queue had no room for did not wait at all
    expect(rig.opened.length).toBeGreaterThanOrEqual(9);
    rig.runtime.advance(250);
    expect(rig.opened).toHaveLength(WAITING_MAX + 10);
    expect(rig.tallies.sheet().lost.fact).toBeGreaterThan(0);
    rig.memory.failWith(undefined);
    for (let i = 0; i < 60; i += 1) {
      rig.runtime.advance(2_000);
      await settle();
    }
    expect(rig.memory.entries.length).toBeGreaterThanOrEqual(WAITING_MAX);
  });
});

describe('reads', () => {
  it('of a card that lies on the reader are one tap, of two cards two', async () => {
    const rig = gateRig();
    for (const at of [0, 65, 130, 195]) rig.tap(READER_IN, cardOf(1), at);
    rig.tap(READER_IN, cardOf(2), 200);
    await settle();
    expect(ofKind(rig.log(), 'tap')).toHaveLength(2);
    expect(rig.opened).toHaveLength(2);
  });

  it('at a reader of no gate do nothing', async () => {
    const rig = gateRig();
    rig.tap(testId('reader', 500), cardOf(1), 0);
    await settle();
    expect(rig.acts).toEqual([]);
    expect(rig.tallies.sheet().strayReads).toBe(1);
  });

  it('of many unknown cards raise one alarm and slow nobody who is known', async () => {
    const rig = gateRig();
    for (let n = 0; n < 40; n += 1) {
      rig.tap(READER_IN, cardOf(1_000 + n), n * 100);
      rig.runtime.advance(100);
    }
    rig.tap(READER_IN, cardOf(3), 4_100);
    await settle();
    const taps = ofKind(rig.log(), 'tap');
    expect(taps.filter((t) => t.decision.kind === 'denied')).toHaveLength(UNKNOWN_A_MINUTE_MAX);
    expect(ofKind(rig.log(), 'alarm')).toMatchObject([{ code: 'unknown_card_flood', subject: READER_IN }]);
    expect(rig.opened).toHaveLength(1);
    expect(rig.tallies.sheet().unlistedUnknown).toBe(30);
    expect(rig.signals.filter((s) => s.signal.lamp === 'amber')).toHaveLength(40);
  });
});

describe('a clock set back', () => {
  it('is alarmed once, marked on what follows, and does not turn the calendar back', async () => {
    const rig = gateRig();
    rig.index = anIndex(5, 1, { 2: { untilDay: TODAY - 1 } });
    rig.tap(READER_IN, cardOf(1), 0);
    await settle();
    rig.runtime.setWall(Date.UTC(1970, 0, 1));
    rig.tap(READER_IN, cardOf(2), 10);
    rig.tap(testId('reader', 4), cardOf(3), 20);
    await settle();
    const taps = ofKind(rig.log(), 'tap');
    expect(taps.map((t) => t.clock)).toEqual(['holdover', 'untrusted', 'untrusted']);
    expect(taps[1]?.decision).toMatchObject({ kind: 'denied', reason: 'card_expired' });
    expect(taps[2]?.decision.kind).toBe('granted');
    expect(ofKind(rig.log(), 'alarm')).toMatchObject([{ code: 'clock_set_back' }]);
    expect(rig.memory.entries.map((e) => e.sequence)).toEqual([1, 2, 3, 4]);
  });
});

describe('every list swap', () => {
  it('leaves each decision with one whole version', async () => {
    const rig = gateRig({ policy: { holdMs: 0 } });
    const versions = [anIndex(5, 1), anIndex(5, 2, { 1: { blocked: true } })];
    for (let n = 0; n < 400; n += 1) {
      rig.index = versions[n % 2];
      rig.tap(READER_IN, cardOf(1), n);
      if (n % 7 === 0) await settle();
    }
    await settle();
    const taps = ofKind(rig.log(), 'tap');
    expect(taps).toHaveLength(400);
    for (const { decision } of taps) expect(decision.kind).toBe(decision.basis?.version === 1 ? 'granted' : 'denied');
  });
});

describe('at any crash', () => {
  it('every entry that saw green is in the log, gapless', async () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('tap' as const),
        reader: fc.constantFrom(READER_IN, testId('reader', 4), DOOR_IN, READER_OUT),
        card: fc.integer({ min: 1, max: 8 }),
      }),
      fc.record({
        do: fc.constantFrom('hold' as const, 'letGo' as const, 'fail' as const, 'mend' as const, 'wait' as const, 'settle' as const),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const rig = gateRig({ policy: { holdMs: 0 } });
        for (const [n, todo] of steps.entries()) {
          if (todo.do === 'tap') rig.tap(todo.reader, cardOf(todo.card), n);
          else if (todo.do === 'hold') rig.store.hold();
          else if (todo.do === 'letGo') rig.store.letGo();
          else if (todo.do === 'fail') rig.memory.failWith('disk_full');
          else if (todo.do === 'mend') rig.memory.failWith(undefined);
          else if (todo.do === 'wait') rig.runtime.advance(100);
          else await settle();
          // a crash here would leave exactly what the store has now
          const durable = new Set(ofKind(rig.log(), 'tap').map((t) => t.tap as string));
          for (const order of rig.opened) if (order.direction === 'in') expect(durable).toContain(order.id);
          expect(rig.memory.entries.map((e) => e.sequence)).toEqual(rig.memory.entries.map((_, i) => i + 1));
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('a list that is older than the site allows', () => {
  it.each([
    ['admit_and_alarm', 'granted'],
    ['deny', 'denied'],
  ] as const)('raises an alarm once, and %s it is: %s', async (onOldList, outcome) => {
    const rig = gateRig({ policy: { onOldList } });
    rig.listAgeS = 72 * 3_600 + 1;
    rig.tap(READER_IN, cardOf(1), 0);
    rig.tap(READER_IN, cardOf(2), 10);
    await settle();
    expect(ofKind(rig.log(), 'tap').map((tap) => tap.decision.kind)).toEqual([outcome, outcome]);
    expect(ofKind(rig.log(), 'alarm').map((alarm) => alarm.code)).toEqual(['list_too_old']);
  });
});
