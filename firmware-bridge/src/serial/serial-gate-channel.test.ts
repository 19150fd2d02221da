/** The turnstile channel on a real serial port object, over a pseudo-terminal. */
import { idOf } from '@portvakt/domain';
import type { OpenOrder } from '@portvakt/ports';
import { systemRuntime } from '@portvakt/ports/system';
import { listen } from '@portvakt/ports/testing';
import { describe, expect, it } from 'vitest';
import { openLine } from '../simulator/line.ts';
import { simulateOnetechTurnstile, type TurnstileHabits } from '../simulator/onetech-turnstile.ts';
import { serialGateChannel } from './serial-gate-channel.ts';

const gate = idOf('gate', '01900000-0000-7000-8000-000000000002');
const quick = { backOff: { firstMs: 10, maxMs: 40 }, probeMs: 50 };
const runtime = systemRuntime();

async function open(habits: TurnstileHabits = {}, inwards: 'A' | 'B' = 'A') {
  const line = await openLine();
  const far = simulateOnetechTurnstile(line, habits);
  const channel = serialGateChannel({ path: line.path, baud: 9_600, gate, inwards }, runtime, quick);
  const heard = listen(channel);
  await heard.until((e) => e.kind === 'gate_state' && e.state === 'online');
  return { far, channel, heard };
}

const orderOf = (direction: OpenOrder['direction'], freshMs = 10_000): OpenOrder => ({
  id: idOf('tap', runtime.uuidv7()),
  gate,
  direction,
  openForMs: 5_000,
  expiresMs: runtime.now() + freshMs,
});

describe('a One-Tech turnstile on a serial port', () => {
  it.each(['A', 'B'] as const)('opens the side that was asked for when %s leads in, and tells who went through', async (inwards) => {
    const { far, channel, heard } = await open({}, inwards);
    channel.open(orderOf('in'));
    await heard.until((e) => e.kind === 'turn');
    channel.open(orderOf('out'));
    await heard.until((e) => e.kind === 'turn', 1);
    const outwards = inwards === 'A' ? 'B' : 'A';
    expect(far.record.filter(({ kind }) => kind === 'opened').map(({ side }) => side)).toEqual([inwards, outwards]);
    const turns = heard.all.flatMap((e) => (e.kind === 'turn' ? [`${e.direction} ${e.result}`] : []));
    expect(turns).toEqual(['in passed', 'out passed']);
    expect(heard.all.flatMap((e) => (e.kind === 'order' ? [e.outcome] : []))).toEqual(['done', 'done']);
    await channel.stop();
    await far.close();
  });

  it('tells that someone was released and did not go, and a turn that nobody ordered', async () => {
    const { far, channel, heard } = await open({ walk: (_, opened) => (opened === 1 ? 'not' : 'through') });
    far.noise();
    channel.open(orderOf('in'));
    expect(await heard.until((e) => e.kind === 'turn')).toMatchObject({ gate, direction: 'in', result: 'not_passed' });
    far.turn('B');
    expect(await heard.until((e) => e.kind === 'turn', 1)).toMatchObject({ direction: 'out', result: 'passed' });
    expect(far.opened).toBe(1);
    expect(heard.all.some((e) => e.kind === 'fault' && e.fault === 'discarded')).toBe(true);
    await channel.stop();
    await far.close();
  });

  it('does not open on an order that is too late, or for another gate', async () => {
    const { far, channel, heard } = await open();
    channel.open(orderOf('in', 0));
    channel.open({ ...orderOf('in'), gate: idOf('gate', runtime.uuidv7()) });
    expect(heard.all.flatMap((e) => (e.kind === 'order' ? [e.outcome] : []))).toEqual(['expired', 'refused']);
    channel.open(orderOf('out'));
    await heard.until((e) => e.kind === 'turn');
    expect(far.record.filter(({ kind }) => kind === 'opened').map(({ side }) => side)).toEqual(['B']);
    await channel.stop();
    await far.close();
  });

  it('never opens later for what was ordered while the line was down: 20 cuts, 60 orders, no pulse', async () => {
    const { far, channel, heard } = await open();
    for (let cut = 0; cut < 20; cut += 1) {
      await far.unplug();
      channel.open(orderOf('in')); // the loss is not yet known here
      await heard.until((e) => e.kind === 'gate_state' && e.state === 'offline', cut);
      channel.open(orderOf('in'));
      channel.open(orderOf('out', 60_000));
      await far.plug();
      await heard.until((e) => e.kind === 'gate_state' && e.state === 'online', cut + 1);
    }
    expect(far.opened).toBe(0);
    const outcomes = heard.all.flatMap((e) => (e.kind === 'order' ? [e.outcome] : []));
    expect(outcomes).toHaveLength(60);
    expect(outcomes.filter((outcome) => outcome === 'refused').length).toBeGreaterThanOrEqual(40);
    channel.open(orderOf('in'));
    await heard.until((e) => e.kind === 'turn');
    expect(far.opened).toBe(1);
    await channel.stop();
    await far.close();
  });

  it('says nothing more once it is stopped, and carries nothing out', async () => {
    const { far, channel, heard } = await open();
    await channel.stop();
    const before = heard.all.length;
    channel.open(orderOf('in'));
    far.turn('A');
    await new Promise((resolve) => setImmediate(resolve));
    expect([heard.all.length, far.opened]).toEqual([before, 0]);
    await far.close();
  });
});
