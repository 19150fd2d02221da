import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Direction } from '@portvakt/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../src/simulate/seeded.ts';
import type { Door } from './site/door.ts';
import { eventually, passed } from './site/eventually.ts';
import { HOLD_MS, LOG_WITHIN_MS, SILENT_AFTER_MS } from './site/small-site.ts';
import { type SiteUnderTest, startSite } from './site-under-test.ts';

const seed = Number(process.env.SEED ?? 20_261_122);

let site: SiteUnderTest;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

/** Taps of the log that let someone through: what each opening must stand on. */
const granted = async () => (await site.edge.taps()).filter(({ envelope }) => envelope.decision.kind === 'granted').length;
const openings = () => site.doors.reduce((sum, door) => sum + door.opened, 0);

/** All at once at all readers: people at the two gates, going in at one and out at the other. */
function everybodyTaps(round: number): readonly Promise<boolean>[] {
  const places: readonly (readonly [Door, Direction])[] = [
    [site.serial, 'in'],
    [site.mqtt, 'in'],
    [site.serial, 'out'],
    [site.mqtt, 'out'],
  ];
  return places.map(([door, direction], at) =>
    site.street.visit({ door, direction, who: site.people[(round * 4 + at) % site.people.length]! }),
  );
}

/**
 * All in order, and nobody left of whom the box does not know whether the barrier ever heard of them: a second crash on top of such a one
 * would leave two, and no program can tell afterwards which of them a turn belongs to.
 */
async function calm(): Promise<void> {
  const { rows } = await site.settled();
  const cutShort = rows.filter(({ findings }) => findings.includes('interrupted')).map(({ atMs }) => atMs);
  await eventually('the box having made up its mind', () => Date.now() > Math.max(0, ...cutShort) + SILENT_AFTER_MS);
  await site.settled();
}

describe('kill -9', () => {
  it('of the gate process in the middle of taps: whatever was seen to open is in the log, and those inside are not forgotten', async () => {
    const chance = seeded(seed);
    process.stderr.write(`SEED=${seed}\n`);
    for (let round = 0; round < 3; round += 1) {
      site.street.holdWalkers();
      const visits = everybodyTaps(round);
      await passed(chance.between(0, 30));
      await site.edge.killChild('gate');
      expect(await granted()).toBeGreaterThanOrEqual(openings());
      await site.edge.ready();
      site.street.letWalk();
      await Promise.all(visits);
      await calm();
    }
  });

  it('while the disk takes nothing: no entry opens before it is durable', async () => {
    const [before, opened] = [await granted(), openings()];
    const disk = new DatabaseSync(join(site.edge.folder, 'log.db'));
    disk.exec('BEGIN IMMEDIATE'); // nobody else writes now
    site.street.holdWalkers();
    const visits = [site.serial, site.mqtt].map((door, at) => site.street.visit({ door, direction: 'in', who: site.people[20 + at]! }));
    await passed(LOG_WITHIN_MS / 2);
    expect(openings()).toBe(opened);
    await site.edge.kill();
    disk.exec('ROLLBACK');
    disk.close();
    expect(await Promise.all(visits)).toEqual([false, false]);
    expect(await granted()).toBe(before);
    await site.edge.start();
    site.street.letWalk();
    await site.settled();
  });

  it('of the whole box in the middle of taps: the log has no hole, and it goes on where it was', async () => {
    site.street.holdWalkers();
    const visits = everybodyTaps(5);
    await passed(10);
    await site.edge.kill();
    expect(await granted()).toBeGreaterThanOrEqual(openings());
    const started = performance.now();
    await site.edge.start();
    process.stderr.write(`the whole box killed → ready again: ${Math.round(performance.now() - started)} ms\n`);
    site.street.letWalk();
    await Promise.all(visits);
    await calm();
  });

  it.each(['link', 'pages'] as const)('of the %s process: no tap is answered otherwise', async (name) => {
    const { edge, doors, people, street } = site;
    const boot = edge.gate()?.boot;
    const gate = edge.pidOf('gate');
    let on = true;
    const storm = async (door: Door, other: Door, from: number) => {
      for (let index = from; on; index = (index + 2) % 20) {
        const who = people[index]!;
        expect(await street.visit({ door, direction: 'in', who })).toBe(true);
        expect(await street.visit({ door: other, direction: 'out', who })).toBe(true);
        await passed(index < 2 ? HOLD_MS : 0); // a card that comes back is a new tap only after the hold time
      }
    };
    const storms = [storm(doors[0]!, doors[1]!, 0), storm(doors[1]!, doors[0]!, 1)];
    for (let round = 0; round < 2; round += 1) {
      await passed(200);
      const before = edge.pidOf(name);
      await edge.killChild(name);
      const killed = performance.now();
      await eventually(`another ${name} process`, () => ![before, undefined].includes(edge.pidOf(name)));
      process.stderr.write(`${name} killed → another one started: ${Math.round(performance.now() - killed)} ms\n`);
    }
    on = false;
    await Promise.all(storms);
    expect([edge.gate()?.boot, edge.pidOf('gate')]).toEqual([boot, gate]);
    await site.settled();
  });
});
