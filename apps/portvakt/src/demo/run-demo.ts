/**
 * A whole site for show: the centre, a broker, the site's box and the street in front of its gates, each in a process of its own, as
 * they are in the field. This one starts them, watches them, and stops them in order.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { idOf } from '@portvakt/domain';
import { type BrokerAccount, startEmbeddedBroker } from '@portvakt/firmware-bridge';
import type { Runtime } from '@portvakt/ports';
import type { ProductConfig } from '../config.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { SimulatedSite } from '../simulate/simulated-site.ts';
import { untilStopped } from '../until-stopped.ts';
import { type CentreClient, signInAtCentre } from './centre-client.ts';
import { type Child, startChild } from './children.ts';
import { administrator, demoAccounts, signInHelp } from './demo-accounts.ts';
import type { DemoSite, LaidOutSite } from './demo-sites.ts';
import { type DemoState, openDemoState } from './demo-state.ts';
import { takeLock } from './lock.ts';
import { demoPorts } from './ports.ts';
import { addSite, enrolCode, layOut, populationOf, seedSite } from './seed-site.ts';
import { answers, waitUntil } from './wait-until.ts';

export interface DemoOptions {
  readonly config: ProductConfig;
  readonly runtime: Runtime;
  readonly sites: readonly DemoSite[];
  readonly speed: number;
  readonly days: number | undefined;
}

const READY_WITHIN_MS = 60_000;
/** Long enough for someone who stopped the centre by hand to see that the gates go on. */
const CENTRE_RESTART_MS = 20_000;
const RESTART_MS = 2_000;
/** Stands for the owner in a description that is sent to be given one. */
const NOT_KNOWN_YET = idOf('owner', '00000000-0000-7000-8000-000000000000');

export async function runDemo(options: DemoOptions): Promise<ExitCode> {
  const { config, runtime } = options;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const lock = takeLock(config.data, new Date(runtime.now()).toISOString());
  if (!('release' in lock)) {
    say(
      `Portvakt runs here already${lock.url === '' ? '' : `, at ${lock.url}`} (process ${lock.pid}). Stop that one first, or choose another folder with PORTVAKT_DATA and another PORT.`,
    );
    return exitCodes.running;
  }
  const stopped = untilStopped();
  const stop: (() => Promise<void>)[] = [];
  try {
    await startAll(options, lock.tell, (how) => stop.unshift(how), say);
    await stopped;
    say('Stopping …');
    return exitCodes.ok;
  } finally {
    for (const how of stop) await how();
    lock.release();
    say('Stopped. The next start goes on from the same data.');
  }
}

async function startAll(
  options: DemoOptions,
  tell: (url: string) => void,
  atEnd: (stop: () => Promise<void>) => void,
  say: (line: string) => void,
): Promise<void> {
  const { config, runtime, sites } = options;
  const state = openDemoState(config.data, runtime.now());
  const ports = demoPorts(config.port);
  const child = (plan: Parameters<typeof startChild>[0]): Child => {
    const started = startChild(plan, { runtime, logs: join(config.data, 'logs'), say });
    atEnd(() => started.stop());
    return started;
  };

  say('Starting the centre …');
  const url = `http://localhost:${ports.centre}`;
  const centreProcess = child({
    name: 'centre',
    command: ['central'],
    env: {
      PORTVAKT_CENTRAL_PORT: String(ports.centre),
      PORTVAKT_CENTRAL_HOST: '127.0.0.1',
      PORTVAKT_CENTRAL_PUBLIC_URL: url,
      PORTVAKT_CENTRAL_DATABASE_URL: `file:${join(config.data, 'central.db')}`,
      PORTVAKT_CENTRAL_SECRET: state.secret,
    },
    restartAfterMs: CENTRE_RESTART_MS,
  });
  await waitUntil('The centre answering', READY_WITHIN_MS, runtime, () => answers(`${url}/readyz`));
  const centre = await signInAtCentre(url, administrator);

  const devices = join(config.data, 'dev');
  mkdirSync(devices, { recursive: true, mode: 0o700 });
  const laid: { demo: DemoSite; laid: LaidOutSite }[] = [];
  for (const demo of sites) laid.push({ demo, laid: await enterSite(demo, centre, state, devices, say) });

  const edges: string[] = [];
  for (const [index, { demo, laid: one }] of laid.entries()) {
    const broker = await startEmbeddedBroker({
      scope: { owner: one.site.owner, site: one.site.id },
      host: '127.0.0.1',
      port: ports.broker + index,
      accounts: brokerAccounts(one, state),
    });
    atEnd(() => broker.close());
    const folder = join(config.data, 'sim', demo.code);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'site.json'), JSON.stringify(simulated(options, demo, one, state, ports, index, folder), null, 2), {
      mode: 0o600,
    });
    say(`Starting the gates of ${demo.name} …`);
    child({
      name: `street-${demo.code}`,
      command: ['simulate', join(folder, 'site.json'), ...(options.days === undefined ? [] : ['--days', String(options.days)])],
      env: {},
      restartAfterMs: RESTART_MS,
    });
    const pages = ports.pages + index;
    child({
      name: `edge-${demo.code}`,
      command: ['edge'],
      env: {
        PORTVAKT_EDGE_STATE_DIR: join(config.data, `edge-${demo.code}`),
        PORTVAKT_EDGE_CENTRAL_URL: `http://127.0.0.1:${ports.uplink + index}`,
        PORTVAKT_EDGE_ENROL_CODE: await enrolCode(centre, one.site.id),
        PORTVAKT_EDGE_NAME: `Boks ${demo.name}`,
        PORTVAKT_EDGE_PAGES_HOST: '127.0.0.1',
        PORTVAKT_EDGE_PAGES_PORT: String(pages),
        PORTVAKT_EDGE_MQTT_URL: `mqtt://127.0.0.1:${broker.port}`,
        PORTVAKT_EDGE_MQTT_USERNAME: `agent-${demo.code}`,
        PORTVAKT_EDGE_MQTT_PASSWORD: state.password(`agent-${demo.code}`),
      },
      restartAfterMs: RESTART_MS,
    });
    await waitUntil(`The pages of ${demo.name} answering`, READY_WITHIN_MS, runtime, () => answers(`http://127.0.0.1:${pages}/healthz`));
    edges.push(`  ${demo.name}, from the box on site: http://localhost:${pages}`);
  }
  tell(url);
  say(
    [
      '',
      'Portvakt runs.',
      `  The centre: ${url}`,
      ...edges,
      '',
      ...signInHelp,
      '',
      `People are made up; the day runs ${options.speed} times as fast. Stop with Ctrl-C.`,
      `To see the gates go on alone: kill ${centreProcess.pid} (the centre starts again after ${CENTRE_RESTART_MS / 1_000} s).`,
      'To compare the three records: npm run portvakt -- compare',
      '',
    ].join('\n'),
  );
}

/** Enters a site with its people at its first start; later starts find it there. */
async function enterSite(
  demo: DemoSite,
  centre: CentreClient,
  state: DemoState,
  devices: string,
  say: (line: string) => void,
): Promise<LaidOutSite> {
  if (state.owner !== null && state.seeded.includes(demo.code)) return layOut(demo, state.owner, state.firstDay, devices);
  say(`Entering ${demo.people} made-up people at ${demo.name} …`);
  const owner = await addSite(centre, layOut(demo, NOT_KNOWN_YET, state.firstDay, devices));
  const laid = layOut(demo, owner, state.firstDay, devices);
  await seedSite(centre, laid, populationOf(demo, state.firstDay), demoAccounts);
  state.noteSeeded(demo.code, owner);
  return laid;
}

function simulated(
  options: DemoOptions,
  demo: DemoSite,
  laid: LaidOutSite,
  state: DemoState,
  ports: ReturnType<typeof demoPorts>,
  index: number,
  folder: string,
): SimulatedSite {
  return {
    code: demo.code,
    owner: laid.site.owner,
    site: laid.site.id,
    seed: demo.seed,
    people: demo.people,
    firstDay: state.firstDay,
    gates: laid.gates,
    broker: {
      url: `mqtt://127.0.0.1:${ports.broker + index}`,
      passwords: Object.fromEntries(laid.gates.map((g) => [g.gate, state.password(g.gate)])),
    },
    uplink: { listenPort: ports.uplink + index, toPort: ports.centre },
    folder,
    speed: options.speed,
  };
}

function brokerAccounts(laid: LaidOutSite, state: DemoState): readonly BrokerAccount[] {
  const agent = `agent-${laid.site.code}`;
  const gates = laid.gates.filter((g) => g.kind !== 'serial_turnstile');
  return [
    { role: 'agent', username: agent, password: state.password(agent) },
    ...gates.map(({ gate }) => ({ role: 'gate', gate, password: state.password(gate) }) as const),
  ];
}
