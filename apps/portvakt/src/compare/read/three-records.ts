/**
 * The three records of one site, taken from the files they lie in. Nobody who wrote them is asked.
 *
 * While everything runs the records are moments apart, so they are read against the stream: first what the street saw, then what
 * has reached the centre (its entries before the passages drawn out of them), and the edge, where all of it must be, last.
 */
import { existsSync } from 'node:fs';
import type { AgentId, Passage, Site } from '@portvakt/domain';
import { type CentralStores, type EntryReader, type LogEntry, OperatingError } from '@portvakt/ports';
import { readTruth, type Visit } from '../../simulate/truth.ts';
import { placeOf, type ReadEntry, readEntry } from './read-entry.ts';

const PAGE = 500;
/** Entries set aside that are told apart from others; each is a fault, so a run that reaches this has failed long before. */
const SET_ASIDE_MAX = 10_000;

export interface CentreRecord {
  readonly entries: readonly ReadEntry[];
  /** Entries that were set aside: the reason by {@link placeOf} their place. */
  readonly setAside: ReadonlyMap<string, string>;
  /** What the centre counts people by; also those other boxes of the site told. */
  readonly passages: readonly Passage[];
}

export interface ThreeRecords {
  readonly site: Site;
  readonly agent: AgentId;
  /** `undefined`: this site is not simulated, so there is nobody who saw the street. */
  readonly visits: readonly Visit[] | undefined;
  readonly edge: readonly ReadEntry[];
  readonly centre: CentreRecord;
  /** When reading began, milliseconds since 1970 UTC. */
  readonly readAtMs: number;
}

export type CentreSource = Pick<CentralStores, 'sites' | 'agents' | 'ledger'>;

export interface Sources {
  readonly code: string;
  readonly truthPath: string;
  readonly centre: CentreSource;
  readonly edge: EntryReader;
  now(): number;
}

export async function readThreeRecords({ code, truthPath, centre, edge, now }: Sources): Promise<ThreeRecords> {
  const readAtMs = now();
  const visits = existsSync(truthPath) ? readTruth(truthPath) : undefined;
  const site = await centre.sites.siteByCode(code);
  if (site === undefined) throw new OperatingError('store_unavailable', `the centre's database knows no site "${code}"`);
  const agent = await agentOf(edge);
  const atCentre = await readCentre(centre, site, agent, Math.max(...(await edge.epochs())));
  return { site, agent, visits, centre: atCentre, edge: await readEdge(edge, agent), readAtMs };
}

/** The box names itself in each envelope. */
async function agentOf(edge: EntryReader): Promise<AgentId> {
  for (const epoch of await edge.epochs()) {
    for (const entry of await edge.read(epoch, 0, PAGE)) {
      const { envelope } = readEntry('agt_', entry);
      if (envelope !== undefined) return envelope.agent;
    }
  }
  throw new OperatingError('store_unavailable', "the edge's log holds no entry that can be read");
}

async function readCentre({ agents, ledger }: CentreSource, site: Site, agent: AgentId, edgeEpoch: number): Promise<CentreRecord> {
  const scope = { owner: site.owner, site: site.id };
  const entries: ReadEntry[] = [];
  // also epochs the edge no longer knows of: a box that was set up anew does not take its past with it
  const newest = Math.max(edgeEpoch, (await agents.agent(agent))?.epoch ?? 0);
  for (let epoch = 1; epoch <= newest; epoch += 1) {
    for await (const entry of allOf((after) => ledger.entries(agent, epoch, after, PAGE))) entries.push(readEntry(agent, entry));
  }
  const passages: Passage[] = [];
  for (let position = 0; ; ) {
    const page = await ledger.passagesAfter(scope, position, PAGE);
    passages.push(...page.map((row) => row.passage));
    const last = page.at(-1);
    if (last === undefined) break;
    position = last.position;
  }
  const setAside = (await ledger.quarantined(scope, SET_ASIDE_MAX)).filter((q) => q.agent === agent);
  return { entries, passages, setAside: new Map(setAside.map((q) => [placeOf(q), q.reason])) };
}

async function readEdge(edge: EntryReader, agent: AgentId): Promise<readonly ReadEntry[]> {
  const entries: ReadEntry[] = [];
  for (const epoch of (await edge.epochs()).toSorted((a, b) => a - b)) {
    for await (const entry of allOf((after) => edge.read(epoch, after, PAGE))) entries.push(readEntry(agent, entry));
  }
  return entries;
}

async function* allOf(page: (after: number) => Promise<readonly LogEntry[]>): AsyncGenerator<LogEntry> {
  for (let after = 0; ; ) {
    const entries = await page(after);
    yield* entries;
    const last = entries.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}
