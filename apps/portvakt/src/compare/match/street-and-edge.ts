/** What the street saw beside what the edge logged, reader by reader, in order. */
import type { Site } from '@portvakt/domain';
import type { Visit } from '../../simulate/truth.ts';
import type { Finding } from '../finding.ts';
import { holderOf, isPassage, isTap, occurredMs, type PassageEntry, type TapEntry } from '../read/read-entry.ts';
import type { ThreeRecords } from '../read/three-records.ts';
import { alignVisits, type Step } from './align-visits.ts';
import { judgePair } from './judge-pair.ts';

/** One thing that happened, in all that is known of it. */
export interface Encounter {
  readonly atMs: number;
  readonly visit: Visit | undefined;
  readonly tap: TapEntry | undefined;
  readonly passages: readonly PassageEntry[];
  readonly findings: readonly Finding[];
}

/** A visit is written down when it is over; one that began less than this before the records were read may be going on. */
export const VISIT_MS_MAX = 30_000;
/** A visit that is written down is over; its passage is in the log when the box has flushed it, or has settled what it did not hear. */
const FLUSHED_MS_MAX = 10_000;
/** The same card again within this time is the same presentation. */
const AGAIN_MS = 10_000;

type Shown = Visit & { readonly atMs: number; readonly opened: boolean };
type Logged = { readonly tap: TapEntry; readonly atMs: number; readonly holder: ReturnType<typeof holderOf>; readonly granted: boolean };

export function compareStreet({
  site,
  visits,
  edge,
  readAtMs,
}: Pick<ThreeRecords, 'site' | 'visits' | 'edge' | 'readAtMs'>): readonly Encounter[] {
  const taps = edge.filter(isTap);
  const passages = Map.groupBy(edge.filter(isPassage), ({ envelope }) => envelope.tap);
  const through = (tap: TapEntry | undefined) => (tap === undefined ? [] : (passages.get(tap.envelope.tap) ?? []));
  if (visits === undefined) return [...taps.map((tap) => alone(tap, through(tap))), ...withoutTap(taps, passages)];

  const readers = site.gates.flatMap((gate) => (['in', 'out'] as const).map((direction) => ({ gate, direction })));
  const encounters = readers.flatMap(({ gate, direction }) => {
    const shown = visits.filter((v) => v.plate === gate.plate && v.direction === direction && v.bits !== null).map(shownOf);
    const logged = taps.filter(({ envelope }) => envelope.gate === gate.id && envelope.direction === direction).map(loggedOf);
    const steps = alignVisits(shown, logged);
    return steps.map((step, index): Encounter => {
      const tap = step.tap?.tap;
      const gone = through(tap);
      const context = { gate, edge, passages: gone, isRecent: readAtMs - (step.visit?.atMs ?? 0) <= FLUSHED_MS_MAX };
      const findings =
        step.visit !== undefined
          ? step.tap === undefined
            ? unread(step.visit)
            : judgePair(step.visit, step.tap.tap, context)
          : unseen(steps, index, readAtMs);
      return { atMs: step.visit?.atMs ?? step.tap?.atMs ?? 0, visit: step.visit, tap, passages: gone, findings };
    });
  });
  const silent = visits.filter((v) => v.bits === null).map(walkedBy);
  return [...encounters, ...silent, ...withoutPlace(site, visits, taps), ...withoutTap(taps, passages)];
}

function shownOf(visit: Visit): Shown {
  return { ...visit, atMs: Date.parse(visit.at), opened: visit.opened === true };
}

function loggedOf(tap: TapEntry): Logged {
  return { tap, atMs: occurredMs(tap), holder: holderOf(tap), granted: tap.envelope.decision.kind === 'granted' };
}

/** A visit without a tap. A reader that is unplugged reads nothing and opens nothing; what did open must be in the log. */
const unread = (visit: Shown): readonly Finding[] => (visit.opened || visit.walked ? ['lost_tap'] : ['not_read']);

/**
 * A tap without a visit. The edge is read last, so its end may lie after the moment the street was read; and one visit may have been
 * going on then.
 */
function unseen(steps: readonly Step<Shown, Logged>[], index: number, readAtMs: number): readonly Finding[] {
  const { tap } = steps[index]!;
  const isLast = steps.slice(index).every((step) => step.visit === undefined);
  if (tap === undefined) return [];
  if (isLast && tap.atMs > readAtMs) return ['in_progress'];
  const around = [steps[index - 1], steps[index + 1]].flatMap((step) => (step?.tap === undefined ? [] : [step.tap]));
  const again = around.filter((other) => other.holder === tap.holder && Math.abs(other.atMs - tap.atMs) <= AGAIN_MS);
  // the log took the entry after the person had been refused: it says granted, not passed, and refused
  if (tap.granted && again.some((other) => reasonOf(other.tap) === 'log_unavailable')) return ['too_late'];
  if (again.length > 0) return ['doubled_tap'];
  const next = steps[index + 1]?.tap;
  const mayGoOn = isLast && readAtMs - tap.atMs <= VISIT_MS_MAX && (next === undefined || next.atMs > readAtMs);
  return [mayGoOn ? 'in_progress' : 'phantom_tap'];
}

const reasonOf = ({ envelope: { decision } }: TapEntry): string | undefined => (decision.kind === 'denied' ? decision.reason : undefined);

const walkedBy = (visit: Visit): Encounter => ({ atMs: Date.parse(visit.at), visit, tap: undefined, passages: [], findings: ['silent'] });
const alone = (tap: TapEntry, passages: readonly PassageEntry[]): Encounter => ({
  atMs: occurredMs(tap),
  visit: undefined,
  tap,
  passages,
  findings: [],
});

/** Visits and taps at gates the site does not have. */
function withoutPlace(site: Site, visits: readonly Visit[], taps: readonly TapEntry[]): readonly Encounter[] {
  const plates = new Set(site.gates.map((gate) => gate.plate));
  const gates = new Set<string>(site.gates.map((gate) => gate.id));
  return [
    ...visits.filter((v) => v.bits !== null && !plates.has(v.plate)).map((v) => ({ ...walkedBy(v), findings: unread(shownOf(v)) })),
    ...taps.filter((tap) => !gates.has(tap.envelope.gate)).map((tap) => ({ ...alone(tap, []), findings: ['phantom_tap'] as const })),
  ];
}

/** Passages that follow from no tap in the log. */
function withoutTap(taps: readonly TapEntry[], passages: ReadonlyMap<string | null, readonly PassageEntry[]>): readonly Encounter[] {
  const known = new Set<string | null>(taps.map((tap) => tap.envelope.tap));
  return [...passages].flatMap(([tap, gone]) =>
    known.has(tap)
      ? []
      : gone.map((passage) => ({
          atMs: occurredMs(passage),
          visit: undefined,
          tap: undefined,
          passages: [passage],
          findings: [whoseWord(passage)],
        })),
  );
}

/** A guard's word and an opening from afar have no tap; anything else has. */
function whoseWord({ envelope }: PassageEntry): Finding {
  if (envelope.told === 'guard') return 'by_guard';
  return envelope.tap === null ? 'no_tap' : 'phantom_passage';
}
