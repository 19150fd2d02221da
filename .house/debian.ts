/** Programs that tests run for real and npm does not carry: installed when this is root on Debian, else asked for by name. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

interface Program {
  readonly name: string;
  readonly debian: string;
  /** What would start at boot, where something would. */
  readonly service?: string;
  readonly why: string;
}

const PROGRAMS: readonly Program[] = [
  { name: 'mosquitto', debian: 'mosquitto', service: 'mosquitto', why: 'the MQTT broker that the firmware bridge is tested against' },
  { name: 'faketime', debian: 'faketime', why: 'sets the clock of a box under test back, and no other' },
];

/** What is still missing, each with what to do. Tests that need it would fail less clearly. */
export function provideDebianPackages(): string[] {
  const missing = PROGRAMS.filter(({ name }) => !installed(name));
  if (missing.length === 0) return [];
  const names = missing.map(({ debian }) => debian).join(' ');
  const asked = missing.map(({ debian, why }) => `${debian} is missing: ${why}`);
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return asked.map((line) => `${line}; install it (Debian: apt-get install ${names})`);
  console.error(`Installing from Debian: ${asked.map((line) => line.replace(' is missing', '')).join('; ')} …`);
  if (aptGet(['update', '-qq']) && install(missing)) return [];
  return asked.map((line) => `${line}; apt-get install ${names} failed, see above`);
}

/** The tests start their own servers; the package must not start one of its own on the well-known port, now or at the next boot. */
function install(programs: readonly Program[]): boolean {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const done = aptGet(['install', '-y', '-qq', '--no-install-recommends', ...programs.map(({ debian }) => debian)]);
    for (const { service } of programs) if (service !== undefined) spawnSync('update-rc.d', [service, 'disable'], { stdio: 'ignore' });
    return done;
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

function aptGet(args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

/** Debian puts servers where only root's PATH looks. */
function installed(name: string): boolean {
  return [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'].some((dir) => {
    try {
      accessSync(join(dir, name), constants.X_OK);
      return true;
    } catch {
      // not here
      return false;
    }
  });
}
