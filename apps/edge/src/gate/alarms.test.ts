import { expect, it } from 'vitest';
import { gateRig, settle } from '../testing/gate-rig.ts';
import { QUIET_MS, REMEMBERED_MAX } from './alarms.ts';

it('raises an alarm once, and again after its quiet time', async () => {
  const rig = gateRig();
  for (let n = 0; n < 50; n += 1) rig.alarms.raise('tamper', 'rdr_1', 'opened');
  rig.alarms.raise('tamper', 'rdr_2', 'opened');
  await settle();
  expect(rig.kinds()).toHaveLength(2);
  rig.runtime.advance(QUIET_MS);
  rig.alarms.raise('tamper', 'rdr_1', 'opened');
  await settle();
  expect(rig.kinds()).toHaveLength(3);
});

it('remembers so many and no more', async () => {
  const rig = gateRig();
  for (let n = 0; n <= REMEMBERED_MAX; n += 1) rig.alarms.raise('order_expired', `cmd_${n}`, '');
  rig.alarms.raise('order_expired', `cmd_${REMEMBERED_MAX}`, '');
  rig.alarms.raise('order_expired', 'cmd_0', '');
  await settle();
  expect(rig.alarms.raised).toBe(REMEMBERED_MAX + 2);
});

it('cuts what it says to what the log takes', async () => {
  const rig = gateRig();
  rig.alarms.raise('tamper', 's'.repeat(100), 'd'.repeat(500));
  await settle();
  expect(rig.log()).toMatchObject([{ envelope: { subject: 's'.repeat(60), detail: 'd'.repeat(120) } }]);
});
