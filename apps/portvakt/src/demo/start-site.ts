/** One site of the demo: entered at the centre the first time, then its broker, its street and its box. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { idOf } from '@portvakt/domain';
import { type BrokerAccount, startEmbeddedBroker } from '@portvakt/firmware-bridge';
import type { SimulatedSite } from '../simulate/simulated-site.ts';
import type { CentreClient } from './centre-client.ts';
import { demoAccounts } from './demo-accounts.ts';
import type { DemoSite, LaidOutSite } from './demo-sites.ts';
import type { DemoState } from './demo-state.ts';
import type { DemoPorts } from './ports.ts';
import { addSite, enrolCode, layOut, populationOf, seedSite } from './seed-site.ts';
import type { Stage } from './stage.ts';
import { READY_WITHIN_MS } from './start-centre.ts';
import { answers, waitUntil } from './wait-until.ts';

const RESTART_MS = 2_000;
/** Stands for the owner in a description that is sent to be given one. */
const NOT_KNOWN_YET = idOf('owner', '00000000-0000-7000-8000-000000000000');

/** Answers where the box's own pages are. */
export async function startSite(
  stage: Stage,
  demo: DemoSite,
  index: number,
  ports: DemoPorts,
  state: DemoState,
  centre: CentreClient,
): Promise<string> {
  const { options, say, child, atEnd } = stage;
  const { config, runtime } = options;
  const laid = await enterSite(stage, demo, state, centre);
  const { owner, id: site } = laid.site;
  const broker = await startEmbeddedBroker({
    scope: { owner, site },
    host: '127.0.0.1',
    port: ports.broker + index,
    accounts: brokerAccounts(laid, state),
  });
  atEnd('broker', () => broker.close());

  const folder = join(config.data, 'sim', demo.code);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const description = join(folder, 'site.json');
  const street: SimulatedSite = {
    code: demo.code,
    owner,
    site,
    seed: demo.seed,
    people: demo.people,
    firstDay: state.firstDay,
    gates: laid.gates,
    broker: {
      url: `mqtt://127.0.0.1:${broker.port}`,
      passwords: Object.fromEntries(laid.gates.map(({ gate }) => [gate, state.password(gate)])),
    },
    uplink: { listenPort: ports.uplink + index, toPort: ports.centre },
    folder,
    speed: options.speed,
  };
  writeFileSync(description, JSON.stringify(street, null, 2), { mode: 0o600 });

  say(`Starting the gates of ${demo.name} …`);
  const days = options.days === undefined ? [] : ['--days', String(options.days)];
  child({ name: `street-${demo.code}`, command: ['simulate', description, ...days], env: {}, restartAfterMs: RESTART_MS }, 'street');
  const pages = ports.pages + index;
  const agent = agentName(laid);
  child(
    {
      name: `edge-${demo.code}`,
      command: ['edge'],
      env: {
        PORTVAKT_EDGE_STATE_DIR: join(config.data, `edge-${demo.code}`),
        PORTVAKT_EDGE_CENTRAL_URL: `http://127.0.0.1:${ports.uplink + index}`,
        PORTVAKT_EDGE_ENROL_CODE: await enrolCode(centre, site),
        PORTVAKT_EDGE_NAME: `Boks ${demo.name}`,
        PORTVAKT_EDGE_PAGES_HOST: '127.0.0.1',
        PORTVAKT_EDGE_PAGES_PORT: String(pages),
        PORTVAKT_EDGE_MQTT_URL: `mqtt://127.0.0.1:${broker.port}`,
        PORTVAKT_EDGE_MQTT_USERNAME: agent,
        PORTVAKT_EDGE_MQTT_PASSWORD: state.password(agent),
      },
      restartAfterMs: RESTART_MS,
    },
    'box',
  );
  await waitUntil(`The pages of ${demo.name} answering`, READY_WITHIN_MS, runtime, () => answers(`http://127.0.0.1:${pages}/healthz`));
  return `http://localhost:${pages}`;
}

/** Enters a site with its people at its first start; later starts find it there. */
async function enterSite({ options, say }: Stage, demo: DemoSite, state: DemoState, centre: CentreClient): Promise<LaidOutSite> {
  const devices = join(options.config.data, 'dev');
  const known = state.owner;
  if (known !== null && state.seeded.includes(demo.code)) return layOut(demo, known, state.firstDay, devices);
  say(`Entering ${demo.people} made-up people at ${demo.name} …`);
  // a start that is cut short goes on here the next time: rows are put by id, and the engagements come last
  const owner =
    known !== null && state.added.includes(demo.code) ? known : await addSite(centre, layOut(demo, NOT_KNOWN_YET, state.firstDay, devices));
  state.noteAdded(demo.code, owner);
  const laid = layOut(demo, owner, state.firstDay, devices);
  await seedSite(centre, laid, populationOf(demo, state.firstDay), demoAccounts);
  state.noteSeeded(demo.code);
  return laid;
}

function brokerAccounts(laid: LaidOutSite, state: DemoState): readonly BrokerAccount[] {
  const agent = agentName(laid);
  const gates = laid.gates.filter((gate) => gate.kind !== 'serial_turnstile');
  return [
    { role: 'agent', username: agent, password: state.password(agent) },
    ...gates.map(({ gate }) => ({ role: 'gate', gate, password: state.password(gate) }) as const),
  ];
}

function agentName({ site }: LaidOutSite): string {
  return `agent-${site.code}`;
}
