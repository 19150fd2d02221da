import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { truthPath } from '../../src/compare/find-sites.ts';
import { eventually } from './site/eventually.ts';
import { CODE } from './site/small-site.ts';
import { type SiteUnderTest, startSite } from './site-under-test.ts';

let site: SiteUnderTest;
let disk: string | undefined;
beforeAll(async () => {
  site = await startSite({
    prepareBox: (folder) => {
      if (process.getuid?.() !== 0) throw new Error('needs root: it mounts a small disk in memory for the box');
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=0700', 'tmpfs', folder]);
      disk = folder;
    },
  });
});
afterAll(async () => {
  await site?.edge.kill();
  if (disk !== undefined) execFileSync('umount', ['--lazy', disk]);
  await site?.close();
});

it('with the disk full nobody is let in unlogged and nobody is kept in; with room again all of it is in the log', async () => {
  const { edge, street, people, mqtt, serial } = site;
  const [who, later, waits] = [people[0]!, people[1]!, people[2]!];
  expect(await street.visit({ door: mqtt, direction: 'in', who })).toBe(true);
  await site.settled();
  const filler = join(edge.folder, 'filler');
  const fill = () => fillDisk(filler);
  fill();
  // what the log had set aside for itself is used up before it is full
  let refused = false;
  for (let tries = 0; tries < 20 && !refused; tries += 1) {
    fill();
    refused = !(await street.visit({ door: [mqtt, serial][tries % 2]!, direction: 'in', who: people[3 + tries]! }));
  }
  expect(refused).toBe(true);
  expect(await street.visit({ door: serial, direction: 'in', who: later })).toBe(false);
  expect(await street.visit({ door: mqtt, direction: 'in', who: waits })).toBe(false);
  expect(await street.visit({ door: serial, direction: 'out', who })).toBe(true);
  expect(edge.said()).toContain('"code":"decision_fault"');
  expect(edge.said()).toContain('"code":"exit_not_durable"');

  rmSync(filler);
  const reasons = async () =>
    (await edge.taps()).flatMap(({ envelope }) => (envelope.decision.kind === 'denied' ? [envelope.decision.reason] : []));
  await eventually('the log telling what happened', async () => (await reasons()).filter((r) => r === 'log_unavailable').length >= 3);
  expect(await edge.alarms('decision_fault')).toBeGreaterThan(0);
  expect(await edge.alarms('exit_not_durable')).toBeGreaterThan(0);
  expect(await street.visit({ door: serial, direction: 'in', who: later })).toBe(true);
  await site.settled();
});

it('with the clock set back ten days order and repeats hold, what ran out stays out, and everybody is told', async () => {
  const { edge, street, people, expired, mqtt, serial } = site;
  // the street's own clock says nothing about when, from here on
  street.stopWriting();
  rmSync(truthPath(site.data, CODE), { force: true });
  await edge.stop();
  const clock = join(site.data, 'clock');
  writeFileSync(clock, '+0\n');
  await edge.start({ LD_PRELOAD: fakeClock(), FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' });
  expect(await street.visit({ door: mqtt, direction: 'in', who: expired })).toBe(false);
  const before = (await edge.entries()).length;

  writeFileSync(clock, '-10d\n');
  expect(await street.visit({ door: serial, direction: 'in', who: people[20]!, reads: 4 })).toBe(true);
  // not at the gate on the broker: by its own, right clock the orders of such a box are ten days late, and it obeys none
  expect(await street.visit({ door: serial, direction: 'in', who: people[21]! })).toBe(true);
  expect(await street.visit({ door: serial, direction: 'in', who: expired })).toBe(false);
  const after = (await edge.entries()).slice(before);
  const taps = (await edge.taps()).slice(-3);
  expect(taps.map(({ envelope }) => envelope.decision)).toMatchObject([
    { kind: 'granted' },
    { kind: 'granted' },
    { kind: 'denied', reason: 'card_expired' },
  ]);
  expect(after.filter(({ envelope }) => envelope?.kind === 'tap')).toHaveLength(3);
  for (const { envelope } of taps) {
    expect(envelope.clock).toBe('untrusted');
    expect(Date.now() - Date.parse(envelope.occurredAt)).toBeGreaterThan(9 * 86_400_000);
  }
  expect(await edge.alarms('clock_set_back')).toBe(1);
  await eventually('the box saying that its clock is not to be trusted', () => edge.gate()?.clock === 'untrusted');

  await edge.killChild('gate'); // also when it starts and finds a log from ten days ahead
  await edge.ready();
  expect(await street.visit({ door: mqtt, direction: 'in', who: expired })).toBe(false);
  expect((await edge.taps()).at(-1)!.envelope).toMatchObject({ clock: 'untrusted', decision: { reason: 'card_expired' } });
  await site.settled();
});

function fillDisk(path: string): void {
  const file = openSync(path, 'a', 0o600);
  const block = Buffer.alloc(4_096, 1);
  try {
    for (;;) writeSync(file, block);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
  } finally {
    closeSync(file);
  }
}

/** Debian's libfaketime, for programs with threads. */
function fakeClock(): string {
  const found = readdirSync('/usr/lib')
    .map((name) => join('/usr/lib', name, 'faketime', 'libfaketimeMT.so.1'))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error('libfaketime is missing (Debian: apt-get install faketime)');
  return found;
}
