/**
 * A whole site for show: the centre, a broker, the site's box and the street in front of its gates, each in a process of its own, as
 * they are in the field. This one starts them, watches them, and stops them in order.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isOperating, OperatingError } from '@portvakt/ports';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { untilStopped } from '../until-stopped.ts';
import { startChild } from './children.ts';
import { signInHelp } from './demo-accounts.ts';
import { openDemoState } from './demo-state.ts';
import { takeLock } from './lock.ts';
import { demoPorts, takenPorts } from './ports.ts';
import { type DemoOptions, STOP_ORDER, type Stage, type StopOrder } from './stage.ts';
import { CENTRE_RESTART_MS, startCentre } from './start-centre.ts';
import { startSite } from './start-site.ts';

export async function runDemo(options: DemoOptions): Promise<ExitCode> {
  const { config, runtime } = options;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const lock = takeLock(config.data, new Date(runtime.now()).toISOString());
  if (!('release' in lock)) {
    const where = lock.url === '' ? '' : `, at ${lock.url}`;
    say(
      `Portvakt runs here already${where} (process ${lock.pid}). Stop that one first, or choose another folder with PORTVAKT_DATA and another PORT.`,
    );
    return exitCodes.running;
  }
  const ends: { readonly order: StopOrder; readonly stop: () => Promise<void> }[] = [];
  const stopped = untilStopped();
  const asked = { toStop: false };
  void stopped.then(() => {
    asked.toStop = true;
    say('Stopping …');
  });
  const stage: Stage = {
    options,
    say,
    atEnd: (order, stop) => ends.push({ order, stop }),
    child: (plan, order) => {
      if (asked.toStop) throw new OperatingError('deadline', 'Stopped while it was starting.');
      const child = startChild(plan, { runtime, logs: join(config.data, 'logs'), say });
      ends.push({ order, stop: () => child.stop() });
      return child;
    },
  };
  try {
    await startAll(stage, lock.tell);
    await stopped;
    return exitCodes.ok;
  } catch (cause) {
    if (asked.toStop && isOperating(cause)) return exitCodes.ok;
    throw cause;
  } finally {
    for (const order of STOP_ORDER) await Promise.all(ends.filter((end) => end.order === order).map((end) => end.stop()));
    lock.release();
    say('Stopped. The next start goes on from the same data.');
  }
}

async function startAll(stage: Stage, tell: (url: string) => void): Promise<void> {
  const { config, runtime, sites, speed } = stage.options;
  const ports = demoPorts(config.port);
  const taken = await takenPorts(ports, sites.length);
  if (taken.length > 0) {
    throw new OperatingError(
      'port_in_use',
      `Another program uses port ${taken.join(', ')}. Choose another with PORT, such as PORT=${config.port + 100}.`,
    );
  }
  const state = openDemoState(config.data, runtime.now());
  mkdirSync(join(config.data, 'dev'), { recursive: true, mode: 0o700 });
  const centre = await startCentre(stage, ports, state);
  const boxes: string[] = [];
  for (const [index, demo] of sites.entries())
    boxes.push(`  ${demo.name}, from the box on site: ${await startSite(stage, demo, index, ports, state, centre.client)}`);
  tell(centre.url);
  stage.say(
    [
      '',
      'Portvakt runs.',
      `  The centre: ${centre.url}`,
      ...boxes,
      '',
      ...signInHelp,
      '',
      `People are made up; their day runs ${speed} times as fast. Stop with Ctrl-C.`,
      `To see the gates go on alone: kill -9 ${centre.pid} (the centre starts again after ${CENTRE_RESTART_MS / 1_000} s).`,
      'To compare the three records: npm run portvakt -- compare',
      '',
    ].join('\n'),
  );
}
