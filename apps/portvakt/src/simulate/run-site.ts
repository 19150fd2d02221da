/**
 * Days at a site, one after the other: people come to the gates as planned, wait their turn, see what the barrier does, and what they
 * did is written down. Stopped and started again it goes on where it was.
 */

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '@portvakt/ports';
import { z } from 'zod';
import { clockText, dayClock } from './day-clock.ts';
import { type DayPlan, HOUR_MS, type PlannedTap, planDay } from './day-plan.ts';
import type { GateEnd } from './gate-end.ts';
import { makePopulation, type Population } from './population.ts';
import type { SimulatedSite } from './simulated-site.ts';
import { openTruth, type TruthRecord } from './truth.ts';
import type { UplinkRelay } from './uplink-relay.ts';

export interface RunningSite {
  /** Lets those at the gates finish, then stops. */
  stop(): Promise<void>;
  /** Resolves after this many days, when the run was given an end. */
  readonly ended: Promise<void>;
}

export interface RunDeps {
  readonly runtime: Runtime;
  readonly gates: readonly GateEnd[];
  readonly uplink: UplinkRelay | undefined;
  say(line: string): void;
  /** Days to run; without it the days never end. */
  readonly days?: number;
}

const place = z.object({ day: z.int().min(1), next: z.int().min(0), clockMs: z.number() });
type Place = z.infer<typeof place>;

export function runSite(site: SimulatedSite, deps: RunDeps): RunningSite {
  const population = makePopulation({ seed: site.seed, people: site.people, today: site.firstDay });
  const truth = openTruth(join(site.folder, 'truth.jsonl'));
  const keep = placeKeeper(join(site.folder, 'place.json'));
  const queues = new Map<GateEnd, Promise<void>>();
  let stopping = false;
  let wake: () => void = () => undefined;

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      if (stopping || ms <= 0) return resolve();
      const cancel = deps.runtime.after(ms, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });

  const days = async () => {
    const first = keep.read() ?? { day: 1, next: 0, clockMs: 6.4 * HOUR_MS };
    for (let day = first.day; !stopping && (deps.days === undefined || day <= deps.days); day += 1) {
      const from: Place = day === first.day ? first : { day, next: 0, clockMs: 6.4 * HOUR_MS };
      deps.say(`Day ${day} at ${site.code} from ${clockText(from.clockMs)}.`);
      await liveThrough(planDay(population, deps.gates.length, site.seed * 1_000 + day), from);
    }
    await Promise.all(queues.values());
  };

  const liveThrough = async (plan: DayPlan, from: Place) => {
    const clock = dayClock(site.speed);
    let nowMs = from.clockMs;
    const faults = faultsOf(plan, from.clockMs);
    for (let index = from.next; index < plan.taps.length && !stopping; index += 1) {
      const tap = plan.taps[index]!;
      for (let fault = faults[0]; fault !== undefined && fault.atMs <= tap.atMs; fault = faults[0]) {
        faults.shift();
        await wait(clock.wallMsBetween(nowMs, fault.atMs));
        nowMs = Math.max(nowMs, fault.atMs);
        if (!stopping) await fault.act(deps);
      }
      await wait(clock.wallMsBetween(nowMs, tap.atMs));
      if (stopping) break;
      nowMs = Math.max(nowMs, tap.atMs);
      goToGate(tap);
      keep.write({ day: from.day, next: index + 1, clockMs: nowMs });
    }
    for (const fault of faults) await fault.act(deps); // whatever was broken is mended before the night
  };

  const goToGate = (tap: PlannedTap) => {
    const gate = deps.gates[tap.gate]!;
    const before = queues.get(gate) ?? Promise.resolve();
    queues.set(
      gate,
      before.then(() => visitGate(gate, tap, population, truth, deps)),
    );
  };

  const ended = days();
  return {
    ended,
    stop: async () => {
      stopping = true;
      wake();
      await ended;
    },
  };
}

async function visitGate(gate: GateEnd, tap: PlannedTap, population: Population, truth: TruthRecord, { runtime }: RunDeps): Promise<void> {
  const person = tap.person === undefined ? undefined : population.people[tap.person];
  const credential = person ? (person.carried[tap.credential] ?? person.carried[0]) : population.strangers[tap.credential];
  const base = {
    at: new Date(runtime.now()).toISOString(),
    clock: clockText(tap.atMs),
    plate: gate.plate,
    direction: tap.direction,
    holder: person?.holder.id ?? null,
  };
  if (tap.silent || credential === undefined) {
    truth.write({ ...base, bits: null, opened: null, walked: true });
    return;
  }
  const outcome = await gate.visit({ direction: tap.direction, credential, reads: tap.reads, turnsRound: tap.turnsRound });
  truth.write({ ...base, bits: credential.bits, ...outcome });
}

interface DueFault {
  readonly atMs: number;
  act(deps: RunDeps): Promise<void>;
}

/** What breaks and what is mended, in order; those whose time has passed are left out. */
function faultsOf(plan: DayPlan, fromMs: number): DueFault[] {
  const due = plan.faults.flatMap((fault): DueFault[] => {
    const gate = (deps: RunDeps) => (fault.kind === 'reader_unplugged' ? deps.gates[fault.gate] : undefined);
    const breaks = async (deps: RunDeps) => {
      deps.say(fault.kind === 'uplink_cut' ? 'The uplink is cut.' : `The readers of ${gate(deps)?.plate} are unplugged.`);
      if (fault.kind === 'uplink_cut') deps.uplink?.cut();
      else await gate(deps)?.unplug();
    };
    const mends = async (deps: RunDeps) => {
      deps.say(fault.kind === 'uplink_cut' ? 'The uplink is back.' : `The readers of ${gate(deps)?.plate} are plugged in again.`);
      if (fault.kind === 'uplink_cut') deps.uplink?.mend();
      else await gate(deps)?.plug();
    };
    if (fault.atMs < fromMs) return [];
    return [
      { atMs: fault.atMs, act: breaks },
      { atMs: fault.atMs + fault.forMs, act: mends },
    ];
  });
  return due.toSorted((a, b) => a.atMs - b.atMs);
}

/** Keeps the place in the day over a restart. A kill between two taps may play one tap twice: people do that too. */
function placeKeeper(path: string): { read(): Place | undefined; write(place: Place): void } {
  return {
    read: () => {
      if (!existsSync(path)) return undefined;
      const read = place.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      return read.success ? read.data : undefined;
    },
    write: (at) => {
      writeFileSync(`${path}.new`, JSON.stringify(at));
      renameSync(`${path}.new`, path);
    },
  };
}
