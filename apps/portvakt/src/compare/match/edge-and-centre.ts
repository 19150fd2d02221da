/**
 * The edge's log and the centre's, by (agent, epoch, sequence): the same text, hash and personal part, or not there yet.
 *
 * Entries go up in order, so what the centre lacks behind its last one is on its way, and what it lacks before is a hole.
 */
import type { Finding } from '../finding.ts';
import { isPassage, placeOf, type ReadEntry } from '../read/read-entry.ts';
import type { CentreRecord } from '../read/three-records.ts';
import { checkLog } from './check-log.ts';

export interface EdgeAndCentre {
  /** What there is to say of an entry of the edge, by place. None: it is the same at the centre. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** Entries and passages at the centre that no entry of the edge stands behind. */
  readonly unknownToEdge: readonly { readonly entry: ReadEntry; readonly findings: readonly Finding[] }[];
  readonly waiting: number;
  /** Entries at the centre. */
  readonly atCentre: number;
}

export function compareLogs(edge: readonly ReadEntry[], centre: CentreRecord): EdgeAndCentre {
  const findings = new Map<string, Finding[]>();
  const say = (place: string, ...more: readonly Finding[]) => {
    const known = findings.get(place) ?? [];
    findings.set(place, [...known, ...more.filter((m) => !known.includes(m))]);
  };
  const there = Map.groupBy(centre.entries, (read) => placeOf(read.key));
  const counted = Map.groupBy(centre.passages, (passage) => `${passage.key.agent}/${placeOf(passage.key)}`);
  const last = lastOf(centre.entries);
  for (const [place, own] of checkLog(edge)) say(place, ...own);
  for (const [place, theirs] of checkLog(centre.entries))
    if (there.has(place)) say(place, ...theirs.map((f) => (f === 'edge_hole' ? 'missing' : f)));
  for (const read of edge) {
    const place = placeOf(read.key);
    const [other, twin] = there.get(place) ?? [];
    if (other === undefined) say(place, isBehind(read, last) ? 'missing' : 'waiting');
    else if (centre.setAside.has(place)) say(place, 'set_aside');
    else if (!isSame(read, other)) say(place, 'different');
    if (twin !== undefined) say(place, 'doubled_entry');
    if (other === undefined || !isPassage(read)) continue;
    const rows = counted.get(`${read.key.agent}/${place}`) ?? [];
    if (rows.length === 0 && !centre.setAside.has(place)) say(place, 'not_counted');
    if (rows.length > 1) say(place, 'doubled_entry');
    if (rows.some((row) => !tellsTheSame(row, read))) say(place, 'different');
  }
  const known = new Set(edge.map((read) => placeOf(read.key)));
  const first = edge[0];
  const unknownToEdge = centre.entries
    .filter((read) => !known.has(placeOf(read.key)) && first !== undefined && !isBefore(read, first))
    .map((entry) => ({ entry, findings: ['unknown_to_edge'] as const }));
  return { findings, unknownToEdge, waiting: [...findings.values()].filter((f) => f.includes('waiting')).length, atCentre: there.size };
}

/** Passages of this box that the centre counts and has no entry for. */
export function countedFromNothing(centre: CentreRecord, agent: string): number {
  const there = new Set(centre.entries.map((read) => placeOf(read.key)));
  return centre.passages.filter((p) => p.key.agent === agent && !there.has(placeOf(p.key))).length;
}

function isSame({ entry }: ReadEntry, { entry: other }: ReadEntry): boolean {
  if (entry.envelope !== other.envelope || entry.hash !== other.hash) return false;
  // each side erases in its own time
  return entry.personal === null || other.personal === null || (entry.personal === other.personal && entry.salt === other.salt);
}

/** The centre may know whose card it was where the edge did not, never another's. */
function tellsTheSame(row: CentreRecord['passages'][number], read: ReadEntry): boolean {
  const { envelope, personal } = read;
  if (envelope?.kind !== 'passage') return false;
  const holder = typeof personal === 'object' && personal !== null ? personal.holder : null;
  const samePerson = holder === null || row.holder === holder;
  return (
    samePerson &&
    row.gate === envelope.gate &&
    row.direction === envelope.direction &&
    row.to === envelope.to &&
    row.occurredMs === Date.parse(envelope.occurredAt)
  );
}

function lastOf(entries: readonly ReadEntry[]): ReadEntry['key'] | undefined {
  return entries.reduce<ReadEntry['key'] | undefined>(
    (last, { key }) => (last === undefined || compare(last, key) < 0 ? key : last),
    undefined,
  );
}

const compare = (a: ReadEntry['key'], b: ReadEntry['key']): number => a.epoch - b.epoch || a.sequence - b.sequence;
const isBehind = ({ key }: ReadEntry, last: ReadEntry['key'] | undefined): boolean => last !== undefined && compare(key, last) < 0;
const isBefore = (a: ReadEntry, b: ReadEntry): boolean => compare(a.key, b.key) < 0;
