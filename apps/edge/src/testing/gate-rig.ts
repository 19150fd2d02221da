/** The tap path on a log in memory, a clock turned by hand, and a gate that only remembers. */
import type { CardIndex } from '@portvakt/card-index';
import type { Credential, ReaderId, SitePolicy } from '@portvakt/domain';
import type { EntryStore, OpenOrder, Signal } from '@portvakt/ports';
import { type ManualRuntime, type MemoryEntryStore, manualRuntime, memoryEntryStore } from '@portvakt/ports/testing';
import { type Envelope, envelope, type PersonalPart, personalPart } from '@portvakt/protocol';
import { type Alarms, alarmsInto } from '../gate/alarms.ts';
import { type GuardedClock, guardedClock } from '../gate/clock/guarded-clock.ts';
import { Appender } from '../gate/log/appender.ts';
import { outstandingGrants } from '../gate/passage/outstanding-grants.ts';
import { type TurnPath, turnPath } from '../gate/passage/turn-path.ts';
import { placesOf } from '../gate/site/places.ts';
import { Tallies } from '../gate/tallies.ts';
import type { ListInForce, RosterPlace } from '../gate/tap/judge.ts';
import { type TapPath, tapPath } from '../gate/tap/tap-path.ts';
import { unknownFlood } from '../gate/tap/unknown-flood.ts';
import { AGENT, anIndex, aSite, MORNING, OWNER, personAt, SITE } from './a-site.ts';

/** A store whose commits wait until the test lets them through. */
export interface HeldStore extends EntryStore {
  hold(): void;
  /** Lets all waiting commits through and holds no more. */
  letGo(): void;
  readonly waiting: number;
}

export function heldStore(inner: EntryStore): HeldStore {
  let held = false;
  let waiting: (() => void)[] = [];
  return {
    head: () => inner.head(),
    append: async (entries) => {
      if (held) await new Promise<void>((resolve) => void waiting.push(resolve));
      await inner.append(entries);
    },
    close: () => inner.close(),
    hold: () => {
      held = true;
    },
    letGo: () => {
      held = false;
      for (const go of waiting) go();
      waiting = [];
    },
    get waiting() {
      return waiting.length;
    },
  };
}

export interface GateRig {
  readonly runtime: ManualRuntime;
  readonly memory: MemoryEntryStore;
  readonly store: HeldStore;
  readonly appender: Appender;
  readonly clock: GuardedClock;
  readonly alarms: Alarms;
  readonly tallies: Tallies;
  readonly tap: TapPath;
  readonly turn: TurnPath;
  readonly opened: OpenOrder[];
  readonly signals: { readonly reader: ReaderId; readonly signal: Signal }[];
  /** What happened in order: `open <tap>`, `signal <lamp>`. */
  readonly acts: string[];
  index: CardIndex | undefined;
  blocked: Map<number, boolean>;
  /** Throws inside the decision when set. */
  failing: boolean;
  /** Seconds since the centre confirmed the list. */
  listAgeS: number;
  log(): readonly { readonly envelope: Envelope; readonly personal: PersonalPart | null }[];
  kinds(): readonly string[];
}

export function gateRig(options: { readonly policy?: Partial<SitePolicy>; readonly cards?: number; readonly now?: number } = {}): GateRig {
  const runtime = manualRuntime(options.now ?? MORNING);
  const memory = memoryEntryStore();
  const store = heldStore(memory);
  const tallies = new Tallies();
  const clock: GuardedClock = guardedClock(runtime, (behind) =>
    alarms.raise('clock_set_back', null, `${Math.round(behind / 1_000)} s behind the log`),
  );
  const appender = new Appender(store, { owner: OWNER, site: SITE, agent: AGENT, boot: 'boot-of-a-test', epoch: 1 }, runtime, {
    committed: (ms, entries, latestMs) => {
      clock.sawEntry(latestMs);
      if (entries > 0) tallies.committed(ms, entries);
    },
    lost: (rank) => tallies.lost(rank),
  });
  const alarms: Alarms = alarmsInto(
    () => appender,
    () => clock,
    runtime,
    () => undefined,
  );
  const grants = outstandingGrants<PersonalPart | null>();
  const places = placesOf(aSite(options.policy));
  const opened: OpenOrder[] = [];
  const signals: { reader: ReaderId; signal: Signal }[] = [];
  const acts: string[] = [];
  const lines = {
    open: (order: OpenOrder) => {
      opened.push(order);
      acts.push(`open ${order.id}`);
    },
    signal: (reader: ReaderId, signal: Signal) => {
      signals.push({ reader, signal });
      acts.push(`signal ${signal.lamp}`);
    },
  };
  const lastSeen = new Map<ReaderId, { readonly bits: string; readonly at: number }>();
  const rig: GateRig = {
    runtime,
    memory,
    store,
    appender,
    clock,
    alarms,
    tallies,
    opened,
    signals,
    acts,
    index: anIndex(options.cards ?? 5),
    blocked: new Map(),
    failing: false,
    listAgeS: 60,
    tap: tapPath({
      runtime,
      clock,
      appender,
      alarms,
      tallies,
      places,
      lines,
      grants,
      flood: unknownFlood(),
      repeats: (reader: ReaderId, credential: Credential, at: number) => {
        const last = lastSeen.get(reader);
        lastSeen.set(reader, { bits: credential.bits, at });
        return last?.bits === credential.bits && at - last.at < places.site.policy.holdMs;
      },
      list: (): ListInForce | undefined => {
        if (rig.failing) throw new Error('told to fail');
        const { index } = rig;
        return (
          index && {
            index,
            basis: { lineage: index.lineage, version: index.version, ageS: rig.listAgeS },
            overlaid: (slot) => rig.blocked.get(slot),
          }
        );
      },
      person: (slot): RosterPlace | undefined => personAt(slot),
      seal: () => Buffer.from('sealed').toString('base64'),
    }),
    turn: turnPath({ appender, clock, grants, places }),
    log: () =>
      memory.entries.map((e) => ({
        envelope: envelope.parse(JSON.parse(e.envelope)),
        personal: e.personal === null ? null : personalPart.parse(JSON.parse(e.personal)),
      })),
    kinds: () => rig.log().map((e) => e.envelope.kind),
  };
  return rig;
}

/** Lets all promises that can go on go on. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i += 1) await new Promise((resolve) => setImmediate(resolve));
}
