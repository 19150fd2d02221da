/**
 * A whole site of real processes on free ports in a folder of its own: centre and box as `portvakt` starts them, a broker, and the far ends of
 * all lines in the hands of the test. The records lie as in the field, so `compare` reads them.
 */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idOf, type Scope, siteDayOf } from '@portvakt/domain';
import { expect } from 'vitest';
import { type Comparison, compareRecords } from '../../src/compare/compare-records.ts';
import { isFault } from '../../src/compare/finding.ts';
import { openRecords } from '../../src/compare/read/open-records.ts';
import { tableOf } from '../../src/compare/show/table.ts';
import type { LaidOutSite } from '../../src/demo/demo-sites.ts';
import { addSite, enrolCode, seedSite } from '../../src/demo/seed-site.ts';
import { AGENT, type BrokerKind, type BrokerUnderTest, GATE_PASSWORD, startBroker } from './site/broker-under-test.ts';
import { type CentreUnderTest, startCentre } from './site/centre-under-test.ts';
import { type Door, type MqttDoor, openMqttDoor, openSerialDoor, type SerialDoor } from './site/door.ts';
import { type EdgeUnderTest, edgeUnderTest } from './site/edge-under-test.ts';
import { eventually } from './site/eventually.ts';
import { freePort } from './site/free-port.ts';
import { CODE, type SmallSite, smallSite } from './site/small-site.ts';
import { openStreet, type Street } from './site/street.ts';
import { holdUplink, type UplinkInHand } from './site/uplink-in-hand.ts';

/** Someone who signs in at the box's own pages. */
export const LEADER = { name: 'Kari Prøve', email: 'leder@proven.example', password: 'proven-and-proven', role: 'site_manager' } as const;

export interface SiteUnderTest extends SmallSite {
  readonly data: string;
  readonly scope: Scope;
  readonly laid: LaidOutSite;
  readonly centre: CentreUnderTest;
  readonly uplink: UplinkInHand;
  readonly broker: BrokerUnderTest;
  readonly edge: EdgeUnderTest;
  readonly serial: SerialDoor;
  readonly mqtt: MqttDoor;
  readonly doors: readonly Door[];
  readonly street: Street;
  /** An address below the site at the centre. */
  path(of: string): string;
  /**
   * Waits until all has arrived and asserts that the three records are in order: nothing lost, nothing doubled, nothing wrongly opened, chain
   * and commitments hold, edge and centre are alike. `orderedOpenings`: gates that opened for nobody, on order.
   */
  settled(expected?: { readonly orderedOpenings?: number; readonly setAside?: number }): Promise<Comparison>;
  close(): Promise<void>;
}

export interface SitePlan {
  readonly broker?: BrokerKind;
  /** Called with the box's folder before the box is started. */
  prepareBox?(folder: string): void;
  /** Settings of the box beside its own. */
  readonly boxEnv?: Readonly<Record<string, string>>;
}

const NOT_KNOWN_YET = idOf('owner', '00000000-0000-7000-8000-000000000000');
/** No visit is so recent that what is missing of it may still come: everything has had its time. */
const LATER_MS = 60_000;

export async function startSite({ broker: kind = 'embedded', prepareBox, boxEnv = {} }: SitePlan = {}): Promise<SiteUnderTest> {
  const data = mkdtempSync(join(tmpdir(), 'portvakt-faults-'));
  const ends: (() => Promise<unknown>)[] = [async () => rmSync(data, { recursive: true, force: true })];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const centre = await startCentre(data);
    ends.push(() => centre.close());
    const small = smallSite(siteDayOf(Date.now()));
    const devices = join(data, 'dev');
    mkdirSync(devices);
    const owner = await addSite(centre.api, small.layOut(NOT_KNOWN_YET, devices));
    const laid = small.layOut(owner, devices);
    await seedSite(centre.api, laid, small.population, [LEADER]);
    const scope = { owner, site: laid.site.id };

    const [first, second] = laid.gates;
    if (first?.kind !== 'serial_turnstile' || second === undefined) throw new Error('the small site has other gates');
    const broker = await startBroker(kind, scope, [second.gate], data);
    ends.push(() => broker.close());
    const serial = await openSerialDoor(first);
    ends.push(() => serial.close());
    const mqtt = await openMqttDoor({ ...second, scope, url: broker.url, password: GATE_PASSWORD });
    ends.push(() => mqtt.close());
    const uplink = await holdUplink(centre.port);
    ends.push(() => uplink.close());

    const folder = join(data, `edge-${CODE}`);
    mkdirSync(folder, { mode: 0o700 });
    prepareBox?.(folder);
    const pagesPort = await freePort();
    const saysTo = join(data, 'edge.log');
    appendFileSync(saysTo, '');
    const edge = edgeUnderTest({
      folder,
      pagesPort,
      saysTo,
      lines: laid.gates.flatMap(({ gate, readers }) => [gate, readers.in, readers.out]),
      env: {
        PORTVAKT_EDGE_STATE_DIR: folder,
        PORTVAKT_EDGE_CENTRAL_URL: `http://127.0.0.1:${uplink.port}`,
        PORTVAKT_EDGE_ENROL_CODE: await enrolCode(centre.api, scope.site),
        PORTVAKT_EDGE_NAME: 'Boks',
        PORTVAKT_EDGE_PAGES_HOST: '127.0.0.1',
        PORTVAKT_EDGE_PAGES_PORT: String(pagesPort),
        PORTVAKT_EDGE_MQTT_URL: broker.url,
        PORTVAKT_EDGE_MQTT_USERNAME: AGENT.username,
        PORTVAKT_EDGE_MQTT_PASSWORD: AGENT.password,
      },
    });
    ends.push(() => edge.kill());
    await edge.start(boxEnv);

    const doors = [serial, mqtt];
    const street = openStreet(doors, join(data, 'sim', CODE, 'truth.jsonl'), async (reader) => {
      const taps = await edge.taps();
      return taps.filter(({ envelope }) => envelope.reader === reader && envelope.decision.kind === 'denied').length;
    });
    const path = (of: string) => `/api/v1/sites/${scope.site}${of}`;
    const site = { ...small, data, scope, laid, centre, uplink, broker, edge, serial, mqtt, doors, street, path, close };
    return { ...site, settled: (expected = {}) => settled(site, expected) };
  } catch (cause) {
    await close();
    throw cause;
  }
}

async function settled(
  { data, doors, street }: Pick<SiteUnderTest, 'data' | 'doors' | 'street'>,
  { orderedOpenings = 0, setAside = 0 }: { readonly orderedOpenings?: number; readonly setAside?: number },
): Promise<Comparison> {
  let last: Comparison | undefined;
  const inOrder = async () => {
    last = compareRecords(await openRecords(data, CODE, () => Date.now() + LATER_MS));
    return last.inOrder && last.sums.waiting === 0 && last.sums.inProgress === 0 ? last : undefined;
  };
  const told = () => (last === undefined ? '' : `\n${tableOf(last, { all: false })}`);
  const comparison = await eventually('three records in order', inOrder, 30_000, told);
  expect(comparison.rows.flatMap((row) => row.findings).filter((f) => f === 'set_aside')).toHaveLength(setAside);
  expect(comparison.rows.flatMap((row) => row.findings).filter(isFault)).toEqual([]);
  expect(comparison.sums).toMatchObject({ lost: 0, doubled: 0, wronglyOpened: 0, otherFaults: 0, unexplained: 0 });
  expect(street.openings.stray, 'gates that opened for nobody').toBe(orderedOpenings);
  expect(doors.reduce((sum, door) => sum + door.opened, 0)).toBe(street.openings.met + street.openings.stray);
  return comparison;
}
