import { expect, it } from 'vitest';
import { noteState, putNote } from '../../state/inbox.ts';
import { freshStateDir } from '../../testing/a-box.ts';
import { aSite, holderOf, testId } from '../../testing/a-site.ts';
import { gateRig, settle } from '../../testing/gate-rig.ts';
import { until } from '../../testing/quick-runtime.ts';
import { RETRY_MAX_MS } from '../log/appender.ts';
import { placesOf } from '../site/places.ts';
import { noteKeeper } from './manual-passages.ts';

it('lets go of a note when the log has it, and not before', async () => {
  const { inbox } = await freshStateDir();
  const rig = gateRig();
  await settle();
  const look = noteKeeper(inbox, { places: () => placesOf(aSite()), clock: rig.clock, appender: rig.appender });
  const path = await putNote(inbox, 'a', { holder: holderOf(1), gate: testId('gate', 1), direction: 'in', by: 'acc_1' });
  rig.memory.failWith('disk_full');
  await look();
  await look();
  await settle();
  expect(await noteState(path)).toBe('taken');
  rig.memory.failWith(undefined);
  rig.runtime.advance(RETRY_MAX_MS);
  await until(async () => (await noteState(path)) === 'logged');
  expect(rig.kinds()).toEqual(['passage']);
});

it('does nothing before the site is known, and drops what leads nowhere', async () => {
  const { inbox } = await freshStateDir();
  const rig = gateRig();
  const path = await putNote(inbox, 'a', { holder: holderOf(1), gate: testId('gate', 99), direction: 'in', by: 'acc_1' });
  await noteKeeper(inbox, { places: () => undefined, clock: rig.clock, appender: rig.appender })();
  expect(await noteState(path)).toBe('waiting');
  await noteKeeper(inbox, { places: () => placesOf(aSite()), clock: rig.clock, appender: rig.appender })();
  expect(await noteState(path)).toBe('logged');
  expect(rig.kinds()).toEqual([]);
});
