/**
 * *Nå*: who is inside, is anything wrong? Composed the same way at the centre and at the edge, from facts and nothing else, so that
 * the page that is served with the uplink cut says the same.
 */
import type { Decision } from '../access/decide.ts';
import { compareTimes, type FactKey, type Passage } from '../access/passage.ts';
import type { Card } from '../card/card.ts';
import type { AgentId, CardId, EnterpriseId, GateId, HolderId, ReaderId, TapId } from '../identity.ts';
import { type CardHolder, compareText } from '../people/card-holder.ts';
import { coversDay, type Engagement } from '../people/engagement.ts';
import type { Enterprise } from '../people/enterprise.ts';
import { account, type Fold, foldPassages, type PresenceState, presenceOf, type Whereabouts } from '../presence/presence.ts';
import type { Direction, Site } from '../site/site.ts';
import { type SiteDay, siteDayOf, startOfSiteDay } from '../site/site-day.ts';

export type LinkState = 'online' | 'degraded' | 'offline' | 'unknown';

/** A tap with its decision, as a log keeps it. */
export interface TapFact {
  readonly key: FactKey;
  readonly tap: TapId;
  readonly occurredMs: number;
  readonly gate: GateId;
  readonly reader: ReaderId;
  readonly direction: Direction;
  readonly decision: Decision;
  readonly holder: HolderId | undefined;
  readonly card: CardId | undefined;
}

/** Last known state of a reader or of a gate's output. */
export interface ReaderFact {
  readonly reader: ReaderId;
  readonly state: LinkState;
  readonly changedMs: number;
  readonly lastHeardMs: number | undefined;
}

export interface AgentFact {
  readonly agent: AgentId;
  readonly name: string;
  readonly lastHeardMs: number | undefined;
  /** Facts in its log that the centre does not have; `undefined` where that cannot be known. */
  readonly backlog: number | undefined;
  readonly listVersion: number | undefined;
  readonly listAgeS: number | undefined;
  readonly clock: 'synchronised' | 'holdover' | 'untrusted' | 'unknown';
}

export interface SiteFacts {
  readonly site: Site;
  readonly nowMs: number;
  readonly holders: readonly CardHolder[];
  /** With `number`, a card that has none yet counts under `missing_fields`. */
  readonly cards: readonly (Pick<Card, 'id' | 'holder' | 'employer'> & Partial<Pick<Card, 'number'>>)[];
  readonly enterprises: readonly Enterprise[];
  /** Those that hold now. */
  readonly engagements: readonly Engagement[];
  /** The last passage of each person before today, and all of today's. */
  readonly passages: readonly Passage[];
  /** Newest first. */
  readonly taps: readonly TapFact[];
  readonly readers: readonly ReaderFact[];
  readonly agents: readonly AgentFact[];
  /** Taps of today whose card nobody on site is known by. */
  readonly unmatchedToday: number;
  readonly checkedToday: boolean;
}

export interface FeedItem {
  readonly key: FactKey;
  readonly at: string;
  readonly plate: string;
  readonly direction: Direction;
  readonly decision: Decision;
  readonly person: { readonly holder: HolderId; readonly name: string; readonly enterprise: string } | null;
}

export interface GateNow {
  readonly id: GateId;
  readonly plate: string;
  readonly name: string;
  readonly state: LinkState;
  readonly lastHeardAt: string | null;
  readonly passagesLastMinute: number;
  readonly readers: readonly {
    readonly id: ReaderId;
    readonly name: string;
    readonly direction: Direction;
    readonly state: LinkState;
    readonly lastHeardAt: string | null;
  }[];
}

export type TodoKind =
  | 'unmatched_taps'
  | 'gate_offline'
  | 'list_not_checked'
  | 'uncertain_people'
  | 'missing_fields'
  | 'clock_untrusted'
  | 'list_old'
  | 'backlog';

export interface Todo {
  readonly kind: TodoKind;
  readonly count: number;
  /** Plates of gates, where the matter is about them. */
  readonly plates: readonly string[];
}

export interface SiteNow {
  readonly asOf: string;
  readonly day: SiteDay;
  /** `outside` are those who left today. */
  readonly counts: { readonly inside: number; readonly uncertain: number; readonly outside: number; readonly expected: number };
  /** Exits today by cards nobody is known by: as many people may be counted inside who are not. */
  readonly unattributedExits: number;
  readonly peak: { readonly inside: number; readonly at: string } | null;
  /** Counts everyone not known to have left, so it ends at inside and uncertain together. */
  readonly curve: readonly { readonly at: string; readonly inside: number }[];
  /** `inside` counts the uncertain too: here, as in a muster, nobody is taken off who may be there. */
  readonly enterprises: readonly { readonly id: EnterpriseId; readonly name: string; readonly inside: number; readonly expected: number }[];
  readonly gates: readonly GateNow[];
  readonly feed: readonly FeedItem[];
  readonly agents: readonly {
    readonly agent: AgentId;
    readonly name: string;
    readonly lastHeardAt: string | null;
    readonly backlog: number | null;
    readonly listVersion: number | null;
    readonly listAgeS: number | null;
    readonly clock: AgentFact['clock'];
  }[];
  readonly todo: readonly Todo[];
}

const CURVE_POINTS_MAX = 200;

export function composeSiteNow(facts: SiteFacts): SiteNow {
  const day = siteDayOf(facts.nowMs);
  const people = foldPassages(facts.passages);
  const state = (whereabouts: Whereabouts): PresenceState =>
    presenceOf(whereabouts, {
      nowMs: facts.nowMs,
      outside: outsideOf(facts.site),
      uncertainAfterHours: facts.site.policy.uncertainAfterHours,
    });
  const believed = [...people.values()].map((w) => ({ w, state: state(w) }));
  const startMs = startOfSiteDay(day);
  const expected = facts.engagements.filter((e) => coversDay(e, day));
  const counts = {
    inside: believed.filter((p) => p.state === 'inside').length,
    uncertain: believed.filter((p) => p.state === 'uncertain').length,
    outside: believed.filter((p) => p.state === 'outside' && p.w.last.occurredMs >= startMs).length,
    expected: new Set(expected.map((e) => e.holder)).size,
  };
  const curve = curveOf(facts, startMs);
  const gates = facts.site.gates.map((gate) => gateNow(gate, facts));
  return {
    asOf: rfc3339(facts.nowMs),
    day,
    counts,
    unattributedExits: facts.passages.filter((p) => p.holder === undefined && p.direction === 'out' && p.occurredMs >= startMs).length,
    peak: peakOf(curve),
    curve,
    enterprises: byEnterprise(
      facts,
      believed.filter((p) => p.state !== 'outside').map((p) => p.w),
      expected,
    ),
    gates,
    feed: feedOf(facts),
    agents: facts.agents.map((a) => ({
      agent: a.agent,
      name: a.name,
      lastHeardAt: rfc3339OrNull(a.lastHeardMs),
      backlog: a.backlog ?? null,
      listVersion: a.listVersion ?? null,
      listAgeS: a.listAgeS ?? null,
      clock: a.clock,
    })),
    todo: todoOf(facts, counts.uncertain, gates, expected),
  };
}

export function outsideOf(site: Pick<Site, 'zones'>): Site['zones'][number]['id'] {
  const zone = site.zones.find((z) => z.outside);
  if (zone === undefined) throw new TypeError('a site has exactly one zone outside');
  return zone.id;
}

type CurvePoint = SiteNow['curve'][number];

/** Number inside after each passage of today, thinned to at most {@link CURVE_POINTS_MAX} steps; the peak and the last step stay. */
function curveOf(facts: SiteFacts, startMs: number): readonly { at: string; inside: number }[] {
  const outside = outsideOf(facts.site);
  const fold: Fold = new Map();
  const inside = new Set<HolderId>();
  const steps: CurvePoint[] = [];
  const sorted = facts.passages.toSorted(compareTimes);
  const today = sorted.findIndex((p) => p.occurredMs >= startMs);
  for (const [i, passage] of sorted.entries()) {
    if (i === today) steps.push({ at: rfc3339(startMs), inside: inside.size });
    const whereabouts = account(fold, passage);
    if (whereabouts === undefined) continue;
    if (whereabouts.zone === outside) inside.delete(whereabouts.holder);
    else inside.add(whereabouts.holder);
    if (passage.occurredMs >= startMs) steps.push({ at: rfc3339(passage.occurredMs), inside: inside.size });
  }
  if (steps.length === 0) steps.push({ at: rfc3339(startMs), inside: inside.size });
  const peak = peakOf(steps);
  const every = Math.ceil((steps.length - 1) / (CURVE_POINTS_MAX - 2)) || 1;
  return steps.filter((step, i) => i % every === 0 || i === steps.length - 1 || step === peak);
}

/** The first step at the highest number. */
function peakOf(steps: readonly CurvePoint[]): CurvePoint | null {
  return steps.reduce<CurvePoint | null>((top, step) => (top === null || step.inside > top.inside ? step : top), null);
}

function byEnterprise(facts: SiteFacts, here: readonly Whereabouts[], expected: readonly Engagement[]): SiteNow['enterprises'] {
  const employerOfCard = new Map(facts.cards.map((c) => [c.id, c.employer]));
  // Today's engagements last, so that they win over those of other days.
  const employerOfHolder = new Map([...facts.engagements, ...expected].map((e) => [e.holder, e.employer]));
  const inside = new Map<EnterpriseId, number>();
  for (const { holder, last } of here) {
    const employer = (last.card && employerOfCard.get(last.card)) ?? employerOfHolder.get(holder);
    if (employer !== undefined) inside.set(employer, (inside.get(employer) ?? 0) + 1);
  }
  return facts.enterprises
    .map((e) => ({
      id: e.id,
      name: e.name,
      inside: inside.get(e.id) ?? 0,
      expected: new Set(expected.filter((x) => x.employer === e.id).map((x) => x.holder)).size,
    }))
    .filter((e) => e.inside > 0 || e.expected > 0)
    .toSorted((a, b) => b.expected - a.expected || compareText(a.name, b.name));
}

function gateNow(gate: Site['gates'][number], facts: SiteFacts): GateNow {
  const known = new Map(facts.readers.map((r) => [r.reader, r]));
  const readers = gate.portals.flatMap((portal) =>
    portal.readers.map((reader) => {
      const fact = known.get(reader.id);
      return {
        id: reader.id,
        name: reader.name,
        direction: portal.direction,
        state: fact?.state ?? 'unknown',
        lastHeardAt: rfc3339OrNull(fact?.lastHeardMs),
      } as const;
    }),
  );
  const { state, lastHeardMs } = seenGate(gate.id, readers, facts);
  const since = facts.nowMs - 60_000;
  return {
    id: gate.id,
    plate: gate.plate,
    name: gate.name,
    state,
    lastHeardAt: rfc3339OrNull(lastHeardMs),
    passagesLastMinute: facts.passages.filter((p) => p.gate === gate.id && p.occurredMs > since).length,
    readers,
  };
}

/** A box that has not been heard for so long does not vouch for its gates any more. */
export const BOX_SILENT_MS = 60_000;

/**
 * What we can say of a gate now. A reader is silent when nobody taps, so it is the box that vouches for one that is up; when the box
 * itself is not heard, whatever it said last is no longer known.
 */
function seenGate(
  gate: GateId,
  readers: GateNow['readers'],
  facts: SiteFacts,
): { readonly state: LinkState; readonly lastHeardMs: number | undefined } {
  const state = stateOf(readers.map((r) => r.state));
  const heard = readers.flatMap((r) => (r.lastHeardAt === null ? [] : [Date.parse(r.lastHeardAt)]));
  const went = facts.passages.flatMap((p) => (p.gate === gate ? [p.occurredMs] : []));
  const boxes = facts.agents.flatMap((a) => (a.lastHeardMs === undefined ? [] : [a.lastHeardMs]));
  const latest = (times: readonly number[]) => (times.length === 0 ? undefined : Math.max(...times));
  const boxMs = latest(boxes);
  if (state === 'unknown' || boxMs === undefined) return { state, lastHeardMs: latest(heard) };
  if (facts.nowMs - boxMs > BOX_SILENT_MS) return { state: 'unknown', lastHeardMs: boxMs };
  return { state, lastHeardMs: state === 'offline' ? latest(heard) : latest([...heard, boxMs, ...went.slice(-1)]) };
}

/** A gate is as good as its readers; one we cannot see at all is unknown, never online. */
function stateOf(readers: readonly LinkState[]): LinkState {
  if (readers.every((s) => s === 'unknown')) return 'unknown';
  if (readers.every((s) => s === 'online')) return 'online';
  return readers.some((s) => s === 'online' || s === 'degraded') ? 'degraded' : 'offline';
}

function feedOf(facts: SiteFacts): readonly FeedItem[] {
  const plates = new Map(facts.site.gates.map((g) => [g.id, g.plate]));
  const holders = new Map(facts.holders.map((h) => [h.id, h]));
  const cards = new Map(facts.cards.map((c) => [c.id, c]));
  const names = new Map(facts.enterprises.map((e) => [e.id, e.name]));
  return facts.taps.map((tap) => {
    const holder = tap.holder && holders.get(tap.holder);
    const employer = (tap.card && cards.get(tap.card)?.employer) ?? facts.engagements.find((e) => e.holder === tap.holder)?.employer;
    return {
      key: tap.key,
      at: rfc3339(tap.occurredMs),
      plate: plates.get(tap.gate) ?? '?',
      direction: tap.direction,
      decision: tap.decision,
      person: holder
        ? { holder: holder.id, name: `${holder.givenName} ${holder.familyName}`, enterprise: (employer && names.get(employer)) ?? '' }
        : null,
    };
  });
}

function todoOf(facts: SiteFacts, uncertain: number, gates: readonly GateNow[], expected: readonly Engagement[]): readonly Todo[] {
  const down = gates.filter((g) => g.state === 'offline' || g.state === 'degraded').map((g) => g.plate);
  const backlog = facts.agents.reduce((sum, a) => sum + (a.backlog ?? 0), 0);
  const oldLists = facts.agents.filter((a) => (a.listAgeS ?? 0) > facts.site.policy.listAgeHoursMax * 3_600).length;
  const clocks = facts.agents.filter((a) => a.clock === 'untrusted').length;
  const all: readonly Todo[] = [
    { kind: 'unmatched_taps', count: facts.unmatchedToday, plates: [] },
    { kind: 'gate_offline', count: down.length, plates: down },
    { kind: 'clock_untrusted', count: clocks, plates: [] },
    { kind: 'list_old', count: oldLists, plates: [] },
    { kind: 'list_not_checked', count: facts.checkedToday ? 0 : 1, plates: [] },
    { kind: 'uncertain_people', count: uncertain, plates: [] },
    { kind: 'missing_fields', count: lackingOnList(facts, expected), plates: [] },
    { kind: 'backlog', count: backlog > 20 ? backlog : 0, plates: [] },
  ];
  return all.filter((t) => t.count > 0);
}

/** People on today's § 15 list who lack something it asks for; visitors are not on it. */
function lackingOnList(facts: SiteFacts, expected: readonly Engagement[]): number {
  const born = new Set(facts.holders.filter((h) => h.bornOn !== undefined).map((h) => h.id));
  const registered = new Set(facts.enterprises.filter((e) => e.orgNumber !== undefined).map((e) => e.id));
  const numbered = new Set(facts.cards.filter((c) => !('number' in c) || c.number !== undefined).map((c) => c.id));
  const lacking = expected.filter(({ holder, employer, hirer, evidence }) => {
    if (evidence.kind === 'proof' && evidence.proof === 'visit') return false;
    const cardKnown = evidence.kind === 'proof' || numbered.has(evidence.card);
    return !born.has(holder) || !registered.has(employer) || (hirer !== undefined && !registered.has(hirer)) || !cardKnown;
  });
  return new Set(lacking.map((e) => e.holder)).size;
}

const rfc3339 = (ms: number): string => new Date(ms).toISOString();
const rfc3339OrNull = (ms: number | undefined): string | null => (ms === undefined ? null : rfc3339(ms));
