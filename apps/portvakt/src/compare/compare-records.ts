/** Three records beside each other: a row for everything that happened or was logged, and the sums. */
import type { Site } from '@portvakt/domain';
import { doubled, type Finding, isFault, lost } from './finding.ts';
import { compareLogs, countedFromNothing, type EdgeAndCentre } from './match/edge-and-centre.ts';
import { compareStreet, type Encounter } from './match/street-and-edge.ts';
import { compareHeadcounts, type Headcounts } from './match/three-headcounts.ts';
import { isPassage, isTap, occurredMs, placeOf, type ReadEntry } from './read/read-entry.ts';
import type { ThreeRecords } from './read/three-records.ts';

export interface Row {
  readonly atMs: number;
  readonly visit: Encounter['visit'];
  /** Entries of the edge, the tap first; each entry of the log stands in one row. Where there are none, those of the centre. */
  readonly entries: readonly ReadEntry[];
  readonly findings: readonly Finding[];
}

export interface Sums {
  /** With a card; `null` where nobody saw the street. */
  readonly visits: number | null;
  readonly walkedSilently: number | null;
  readonly notRead: number;
  readonly entriesAtEdge: number;
  readonly entriesAtCentre: number;
  readonly taps: number;
  readonly passages: number;
  readonly lost: number;
  readonly doubled: number;
  readonly wronglyOpened: number;
  /** Faults that are none of those three. */
  readonly otherFaults: number;
  /** People the counts differ about, and nothing says why. */
  readonly unexplained: number;
  readonly waiting: number;
  readonly inProgress: number;
}

export interface Comparison {
  readonly site: Pick<Site, 'code' | 'gates'>;
  readonly rows: readonly Row[];
  readonly sums: Sums;
  readonly headcounts: Headcounts;
  readonly inOrder: boolean;
}

export function compareRecords(records: ThreeRecords): Comparison {
  const { site, visits, edge, centre } = records;
  const logs = compareLogs(edge, centre);
  const encounters = compareStreet(records);
  const waiting = (place: string) => logs.findings.get(place)?.includes('waiting') === true;
  const headcounts = compareHeadcounts(records, encounters, waiting);
  const rows = rowsOf(edge, encounters, logs);
  const all = rows.flatMap((row) => row.findings);
  const count = (...kinds: readonly Finding[]) => all.filter((f) => kinds.includes(f)).length;
  const fromNothing = countedFromNothing(centre, records.agent);
  const counted = { lost: count(...lost), doubled: count(...doubled) + fromNothing, wronglyOpened: count('wrongly_opened') };
  const unexplained = headcounts.differences.filter((d) => d.why === 'unexplained').length;
  const faults = all.filter(isFault).length + fromNothing;
  return {
    site,
    rows,
    headcounts,
    sums: {
      visits: visits?.filter((v) => v.bits !== null).length ?? null,
      walkedSilently: visits?.filter((v) => v.bits === null).length ?? null,
      notRead: count('not_read'),
      entriesAtEdge: edge.length,
      entriesAtCentre: logs.atCentre,
      taps: edge.filter(isTap).length,
      passages: edge.filter(isPassage).length,
      ...counted,
      otherFaults: faults - counted.lost - counted.doubled - counted.wronglyOpened,
      unexplained,
      waiting: logs.waiting,
      inProgress: count('in_progress'),
    },
    inOrder: faults + unexplained === 0,
  };
}

function rowsOf(edge: readonly ReadEntry[], encounters: readonly Encounter[], logs: EdgeAndCentre): readonly Row[] {
  const shown = new Set<ReadEntry>();
  const rows: Row[] = [];
  for (const { atMs, visit, tap, passages, findings } of encounters) {
    const entries = [...(tap === undefined ? [] : [tap]), ...passages];
    for (const entry of entries) shown.add(entry);
    rows.push({ atMs, visit, entries, findings: [...findings, ...saidOf(entries, logs)] });
  }
  for (const read of edge) {
    if (!shown.has(read)) rows.push({ atMs: occurredMs(read), visit: undefined, entries: [read], findings: saidOf([read], logs) });
  }
  for (const { entry, findings } of logs.unknownToEdge)
    rows.push({ atMs: occurredMs(entry), visit: undefined, entries: [entry], findings });
  return rows.toSorted((a, b) => a.atMs - b.atMs);
}

/** Of several entries each is said for itself: two that are missing are two faults. */
const saidOf = (entries: readonly ReadEntry[], logs: EdgeAndCentre): readonly Finding[] =>
  entries.flatMap((read) => logs.findings.get(placeOf(read.key)) ?? []);
