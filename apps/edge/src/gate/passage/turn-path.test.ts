import { describe, expect, it } from 'vitest';
import { cardOf, DOOR_IN, holderOf, INSIDE, OUTSIDE, READER_IN, READER_OUT, testId } from '../../testing/a-site.ts';
import { gateRig, settle } from '../../testing/gate-rig.ts';

const P1 = testId('gate', 1);

describe('a turn', () => {
  it('is a passage of the person the gate was opened for', async () => {
    const rig = gateRig();
    rig.tap(READER_IN, cardOf(1), 0);
    rig.tap(READER_IN, cardOf(2), 10);
    await settle();
    rig.turn.turned(P1, 'in', 'passed', 1_000);
    rig.turn.turned(P1, 'in', 'not_passed', 2_000);
    await settle();
    expect(rig.kinds()).toEqual(['tap', 'tap', 'passage', 'not_passed']);
    expect(rig.log()[2]).toMatchObject({
      envelope: { tap: rig.opened[0]!.id, from: OUTSIDE, to: INSIDE, evidence: 'sensed', told: 'gate' },
      personal: { holder: holderOf(1) },
    });
    expect(rig.log()[3]).toMatchObject({ envelope: { tap: rig.opened[1]!.id }, personal: null });
  });

  it('that nobody was let through for is a passage without a person', async () => {
    const rig = gateRig();
    rig.turn.turned(P1, 'out', 'passed', 0);
    await settle();
    expect(rig.log()).toMatchObject([
      { envelope: { kind: 'passage', tap: null, direction: 'out', from: INSIDE, to: OUTSIDE }, personal: null },
    ]);
  });

  it('at a gate whose grants are its passages is not counted twice', async () => {
    const rig = gateRig();
    rig.tap(DOOR_IN, cardOf(1), 0);
    await settle();
    rig.turn.turned(testId('gate', 3), 'in', 'passed', 100);
    await settle();
    expect(rig.kinds()).toEqual(['tap', 'passage']);
  });

  it('that a gate without a sensor never tells of is not counted twice either', async () => {
    const rig = gateRig();
    rig.tap(DOOR_IN, cardOf(1), 0);
    await settle();
    rig.turn.settleSilent(60_000);
    await settle();
    expect(rig.kinds()).toEqual(['tap', 'passage']);
  });

  it('after an order that the gate did not take belongs to nobody', async () => {
    const rig = gateRig();
    rig.tap(READER_IN, cardOf(1), 0);
    await settle();
    rig.turn.notTaken(rig.opened[0]!.id);
    rig.turn.turned(P1, 'in', 'passed', 100);
    await settle();
    expect(rig.log().slice(1)).toMatchObject([
      { envelope: { kind: 'not_passed', tap: rig.opened[0]!.id } },
      { envelope: { kind: 'passage', tap: null } },
    ]);
  });

  it('that was never told of leaves one who was let in inside, and one who was let out where they were', async () => {
    const rig = gateRig();
    rig.tap(READER_IN, cardOf(1), 0);
    rig.tap(READER_OUT, cardOf(2), 10);
    await settle();
    rig.turn.settleSilent(5_000);
    await settle();
    expect(rig.kinds()).toEqual(['tap', 'tap']);
    rig.turn.settleSilent(60_000);
    rig.turn.settleSilent(61_000);
    await settle();
    expect(rig.kinds()).toEqual(['tap', 'tap', 'passage']);
    expect(rig.log()[2]).toMatchObject({
      envelope: { tap: rig.opened[0]!.id, direction: 'in', evidence: 'assumed', told: 'gate' },
      personal: { holder: holderOf(1) },
    });
  });
});
