/**
 * Who is inside: by what the street saw, by the edge's passages and by the centre's. Where two of them differ about a person, why.
 */
import { type FactKey, foldPassages, type HolderId, outsideOf, type Passage, type Site } from '@portvakt/domain';
import { insideInTruth, type Visit } from '../../simulate/truth.ts';
import { holderOf, isPassage, occurredMs, type PassageEntry, placeOf } from '../read/read-entry.ts';
import type { ThreeRecords } from '../read/three-records.ts';
import type { Encounter } from './street-and-edge.ts';

/** Why two counts may differ about a person and all be in order, except the last. */
export type Why =
  | 'walked_silently'
  | 'assumed_at_gate'
  | 'presumed'
  | 'unheard_exit'
  | 'no_list'
  | 'by_guard'
  | 'in_progress'
  | 'not_sent_yet'
  | 'matched_at_centre'
  | 'told_by_another_box'
  | 'unexplained';

export interface Difference {
  readonly holder: HolderId;
  readonly between: 'street_and_edge' | 'edge_and_centre';
  /** Who says that the person is inside. */
  readonly inside: 'street' | 'edge' | 'centre';
  readonly why: Why;
}

export interface Headcounts {
  /** `undefined`: nobody saw the street. */
  readonly street: number | undefined;
  readonly edge: number;
  readonly centre: number;
  readonly differences: readonly Difference[];
}

export function compareHeadcounts(
  records: ThreeRecords,
  encounters: readonly Encounter[],
  waiting: (place: string) => boolean,
): Headcounts {
  const { site, visits } = records;
  const logged = records.edge.filter(isPassage);
  const atEdge = inside(site, logged.map(passageOf));
  const atCentre = inside(site, records.centre.passages);
  const street = visits === undefined ? undefined : insideInTruth(visits);
  const lastAtEdge = new Map(logged.map((passage) => [holderOf(passage), passage]));
  const lastAtCentre = new Map([...foldPassages(records.centre.passages)].map(([holder, { last }]) => [holder, last.key]));
  const streetWhy = explainer(visits ?? [], encounters);
  const differences: Difference[] = [];
  for (const holder of street === undefined ? [] : differing(street, atEdge)) {
    differences.push({ holder, between: 'street_and_edge', inside: atEdge.has(holder) ? 'edge' : 'street', why: streetWhy(holder) });
  }
  for (const holder of differing(atEdge, atCentre)) {
    const why = centreWhy(records, waiting, lastAtEdge.get(holder), lastAtCentre.get(holder));
    differences.push({ holder, between: 'edge_and_centre', inside: atEdge.has(holder) ? 'edge' : 'centre', why });
  }
  return { street: street?.size, edge: atEdge.size, centre: atCentre.size, differences };
}

function inside(site: Site, passages: Iterable<Passage>): ReadonlySet<HolderId> {
  const outside = outsideOf(site);
  return new Set([...foldPassages(passages).values()].filter((person) => person.zone !== outside).map((person) => person.holder));
}

const differing = (a: ReadonlySet<HolderId>, b: ReadonlySet<HolderId>): readonly HolderId[] =>
  [...new Set([...a, ...b])].filter((one) => a.has(one) !== b.has(one));

function passageOf(read: PassageEntry): Passage {
  const { gate, portal, direction, from, to, evidence, told, tap } = read.envelope;
  const card = typeof read.personal === 'object' && read.personal !== null ? (read.personal.card ?? undefined) : undefined;
  return {
    key: read.key,
    occurredMs: occurredMs(read),
    holder: holderOf(read) ?? undefined,
    card,
    gate,
    portal,
    direction,
    from,
    to,
    evidence,
    told,
    tap: tap ?? undefined,
  };
}

/** Asks the last thing each person did in truth, and the last word of a guard. */
function explainer(visits: readonly Visit[], encounters: readonly Encounter[]): (holder: HolderId) => Why {
  const lastWalk = new Map(visits.filter((v) => v.walked).map((v) => [v.holder, v]));
  const lastVisit = new Map(visits.map((v) => [v.holder, v]));
  const byVisit = new Map(encounters.flatMap((e) => (e.visit === undefined ? [] : [[e.visit.visit, e]])));
  const ofPerson = Map.groupBy(encounters, (e) => (e.tap === undefined ? e.passages[0] && holderOf(e.passages[0]) : holderOf(e.tap)));
  return (holder) => {
    const walk = lastWalk.get(holder);
    if (walk !== undefined && walk.bits === null) return 'walked_silently';
    const own = ofPerson.get(holder) ?? [];
    if (own.some((e) => e.findings.includes('in_progress'))) return 'in_progress';
    const after = own.filter((e) => walk === undefined || e.atMs >= Date.parse(walk.at));
    if (after.some((e) => e.findings.includes('by_guard'))) return 'by_guard';
    if (walk !== undefined && byVisit.get(walk.visit)?.findings.includes('no_list') === true) return 'no_list';
    const last = lastVisit.get(holder);
    const encounter = last && byVisit.get(last.visit);
    if (encounter?.findings.includes('presumed')) return 'presumed';
    if (walk !== undefined && byVisit.get(walk.visit)?.findings.includes('unheard_exit')) return 'unheard_exit';
    const turnedRound = last !== undefined && last.opened === true && !last.walked;
    if (turnedRound && encounter?.passages[0]?.envelope.evidence === 'assumed' && encounter.findings.length === 0) return 'assumed_at_gate';
    return 'unexplained';
  };
}

function centreWhy(
  { agent, edge }: ThreeRecords,
  waiting: (place: string) => boolean,
  own: PassageEntry | undefined,
  theirs: FactKey | undefined,
): Why {
  if (own !== undefined && waiting(placeOf(own.key))) return 'not_sent_yet';
  if (theirs === undefined) return 'unexplained';
  if (theirs.agent !== agent) return 'told_by_another_box';
  // a card the box did not know, and the centre did
  const entry = edge.find(({ key }) => placeOf(key) === placeOf(theirs));
  return entry !== undefined && holderOf(entry) === null ? 'matched_at_centre' : 'unexplained';
}
