/**
 * The centre's way with an upload, from the checked batch to the commit, against the best the database can do with the same rows.
 *
 * The floor is the bare driver in this thread: the same file form, the same indexes, synchronous=FULL, one prepared
 * `INSERT … SELECT … FROM json_each(?)` a table, one transaction a batch. It has no queue, no thread to cross, no check of a value,
 * no precondition, no head and no feed of changes. Several agents at once show what committing together gives back.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AgentId, idOf, type Passage, type Scope } from '@portvakt/domain';
import type { CentralStores, Ingest } from '@portvakt/ports';
import { openCentralStores } from '@portvakt/storage';
import Driver from 'libsql';
import { uuidv7 } from 'uuidv7';
import { interleave, type Ratio, ratioOf } from './rounds.ts';

export interface BenchOptions {
  /** Measured rounds; at least seven for a median that means something. */
  readonly rounds: number;
}

const BATCH_SIZES = [20, 100, 500] as const;
/** Entries of one turn, whatever the size of its batches. */
const ENTRIES_A_TURN = 2_000;
/** Agents that upload at once. */
const AGENTS = 16;
/** One agent waits for each commit and for two threads to hand over; several share both. */
const GOAL_ALONE = 2;
const GOAL_TOGETHER = 1.5;

export async function benchIngest({ rounds }: BenchOptions): Promise<Ratio[]> {
  const folder = mkdtempSync(join(tmpdir(), 'portvakt-bench-'));
  const ours = await openCentralStores(pathToFileURL(join(folder, 'ours.db')).href, { create: true });
  const floor = await openFloor(join(folder, 'floor.db'));
  try {
    const ratios: Ratio[] = [];
    for (const size of BATCH_SIZES) ratios.push(...(await ratiosOf(size, ours, floor, rounds)));
    return ratios;
  } finally {
    floor.close();
    await ours.close();
    rmSync(folder, { recursive: true });
  }
}

async function ratiosOf(size: number, { ledger }: CentralStores, floor: Floor, rounds: number): Promise<Ratio[]> {
  const batches = Math.ceil(ENTRIES_A_TURN / size);
  const teller = newTeller();
  const floorTeller = newTeller();
  const together = Array.from({ length: AGENTS }, newTeller);
  const samples = await interleave(
    {
      ours: () =>
        costOf(
          size,
          take(batches, () => teller.next(size)),
          async (all) => {
            for (const batch of all) await ledger.ingest(batch);
          },
        ),
      together: () =>
        costOf(
          size,
          take(batches, (i) => together[i % AGENTS]!.next(size)),
          async (all) => {
            // an agent waits for its answer before it sends more; the agents do not wait for one another
            for (let i = 0; i < all.length; i += AGENTS) await Promise.all(all.slice(i, i + AGENTS).map((batch) => ledger.ingest(batch)));
          },
        ),
      floor: () =>
        costOf(
          size,
          take(batches, () => floorTeller.next(size)),
          async (all) => {
            for (const batch of all) floor.insert(batch);
          },
        ),
    },
    { rounds },
  );
  return [
    ratioOf(`batches of ${size}, one agent, to bare inserts`, samples.ours, samples.floor, GOAL_ALONE),
    ratioOf(`batches of ${size}, ${AGENTS} agents at once, to bare inserts`, samples.together, samples.floor, GOAL_TOGETHER),
  ];
}

const take = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** Nanoseconds an entry. The batches are made before the clock starts. */
async function costOf(size: number, batches: readonly Ingest[], work: (batches: readonly Ingest[]) => Promise<void>): Promise<number> {
  const start = process.hrtime.bigint();
  await work(batches);
  return Number(process.hrtime.bigint() - start) / (batches.length * size);
}

interface Floor {
  insert(batch: Ingest): void;
  close(): void;
}

/** The same file form, made by the same migrations, and then nothing but the driver. */
async function openFloor(path: string): Promise<Floor> {
  await (await openCentralStores(pathToFileURL(path).href, { create: true })).close();
  const database = new Driver(path);
  for (const setting of ['journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON']) database.exec(`PRAGMA ${setting}`);
  const values = (count: number) => Array.from({ length: count }, (_, i) => `value ->> ${i}`).join(', ');
  const scope = 'owner, site, agent, epoch';
  const key = '?1, ?2, ?3, ?4';
  const entries = database.prepare(
    `INSERT INTO ledger_entry (${scope}, received_at, sequence, kind, occurred_ms, envelope, hash, personal, salt)
     SELECT ${key}, ?5, ${values(7)} FROM json_each(?6)`,
  );
  const taps = database.prepare(
    `INSERT INTO tap (${scope}, sequence, tap, occurred_ms, gate, reader, direction, decision, holder, card, sealed)
     SELECT ${key}, ${values(10)} FROM json_each(?5)`,
  );
  const passages = database.prepare(
    `INSERT INTO passage (${scope}, received_at, sequence, occurred_ms, holder, card, gate, portal, direction, from_zone, to_zone, evidence, told, tap)
     SELECT ${key}, ?5, ${values(12)} FROM json_each(?6)`,
  );
  return {
    insert: (batch) => {
      const scoped = [batch.scope.owner, batch.scope.site, batch.agent, batch.epoch];
      database.exec('BEGIN IMMEDIATE');
      entries.run([...scoped, batch.receivedAt, JSON.stringify(batch.entries.map(entryCells))]);
      taps.run([...scoped, JSON.stringify(batch.taps.map(tapCells))]);
      passages.run([...scoped, batch.receivedAt, JSON.stringify(batch.passages.map(passageCells))]);
      database.exec('COMMIT');
    },
    close: () => database.close(),
  };
}

const entryCells = (e: Ingest['entries'][number]) => [e.sequence, e.kind, e.occurredMs, e.envelope, e.hash, e.personal, e.salt];

function tapCells(t: Ingest['taps'][number]) {
  return [
    t.key.sequence,
    t.tap,
    t.occurredMs,
    t.gate,
    t.reader,
    t.direction,
    JSON.stringify(t.decision),
    t.holder ?? null,
    t.card ?? null,
    t.sealed ?? null,
  ];
}

function passageCells(p: Passage) {
  const where = [p.gate, p.portal, p.direction, p.from, p.to, p.evidence, p.told];
  return [p.key.sequence, p.occurredMs, p.holder ?? null, p.card ?? null, ...where, p.tap ?? null];
}

interface Teller {
  /** The next batch of that many entries: each a tap, every second also a passage. */
  next(size: number): Ingest;
}

const HOLDERS = 500;

function newTeller(): Teller {
  const scope: Scope = { owner: idOf('owner', uuidv7()), site: idOf('site', uuidv7()) };
  const agent: AgentId = idOf('agent', uuidv7());
  const gate = { gate: idOf('gate', uuidv7()), portal: idOf('portal', uuidv7()), reader: idOf('reader', uuidv7()) };
  const zones = { from: idOf('zone', uuidv7()), to: idOf('zone', uuidv7()) };
  const holders = take(HOLDERS, () => ({ holder: idOf('holder', uuidv7()), card: idOf('card', uuidv7()) }));
  const basis = { lineage: idOf('lineage', uuidv7()), version: 1_234, ageS: 17 };
  let last = 0;
  return {
    next: (size) => {
      const sequences = take(size, (i) => last + 1 + i);
      last += size;
      const fact = (sequence: number) => ({
        key: { agent, epoch: 1, sequence },
        occurredMs: 1_800_000_000_000 + sequence * 500,
        tap: idOf('tap', uuidv7()),
        ...holders[sequence % HOLDERS]!,
      });
      const taps = sequences.map((sequence) => ({
        ...fact(sequence),
        gate: gate.gate,
        reader: gate.reader,
        direction: 'in' as const,
        decision: { kind: 'granted' as const, notices: [], overridden: undefined, basis },
        sealed: undefined,
      }));
      return {
        scope,
        agent,
        epoch: 1,
        receivedAt: '2027-01-15T08:00:00.000Z',
        entries: taps.map(({ key, occurredMs, tap, decision }) => ({
          epoch: 1,
          sequence: key.sequence,
          kind: 'tap',
          occurredMs,
          envelope: JSON.stringify({
            v: 1,
            kind: 'tap',
            agent,
            sequence: key.sequence,
            occurredMs,
            tap,
            ...gate,
            decision,
            commitment: 'c'.repeat(64),
          }),
          hash: key.sequence.toString(16).padStart(64, '0'),
          personal: JSON.stringify(holders[key.sequence % HOLDERS]),
          salt: 'AAAAAAAAAAAAAAAAAAAAAA==',
        })),
        taps,
        passages: taps
          .filter(({ key }) => key.sequence % 2 === 0)
          .map(({ key, occurredMs, tap, holder, card }) => ({
            ...{ key, occurredMs, tap, holder, card, ...zones, gate: gate.gate, portal: gate.portal },
            ...{ direction: 'in' as const, evidence: 'sensed' as const, told: 'gate' as const },
          })),
        readers: [{ reader: gate.reader, state: 'online', changedMs: 1_800_000_000_000 + last * 500, lastHeardMs: undefined }],
        quarantined: [],
        outcomes: [],
      };
    },
  };
}
