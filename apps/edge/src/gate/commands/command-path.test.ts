import { manualRuntime, memoryEntryStore } from '@portvakt/ports/testing';
import type { CommandOrder, Envelope, PersonalPart } from '@portvakt/protocol';
import type { SignedText } from '@portvakt/trust';
import { describe, expect, it } from 'vitest';
import { aCentre } from '../../testing/a-centre.ts';
import { AGENT, aSite, holderOf, MORNING, OWNER, READER_IN, SITE, testId } from '../../testing/a-site.ts';
import { settle } from '../../testing/gate-rig.ts';
import { guardedClock } from '../clock/guarded-clock.ts';
import { Appender } from '../log/appender.ts';
import { outstandingGrants } from '../passage/outstanding-grants.ts';
import { placesOf } from '../site/places.ts';
import { ANSWER_WITHIN_MS, commandPath, OPEN_LIFE_MAX_MS } from './command-path.ts';

const P1 = testId('gate', 1);
const DOOR = testId('gate', 3);
const open = (gate = P1): CommandOrder => ({ kind: 'open', gate, direction: 'in' });

function rig(gateSays: 'done' | 'expired' | 'refused' | 'nothing' = 'done') {
  const centre = aCentre();
  const runtime = manualRuntime(MORNING);
  const memory = memoryEntryStore();
  const clock = guardedClock(runtime, () => undefined);
  const seen = new Set<string>();
  const opened: string[] = [];
  const identified: string[] = [];
  const overlaid: unknown[] = [];
  const refusals: string[] = [];
  let remembers = true;
  const grants = outstandingGrants<PersonalPart | null>();
  const appender = new Appender(memory, { owner: OWNER, site: SITE, agent: AGENT, boot: 'b', epoch: 1 }, runtime, {
    committed: (_, __, ms) => clock.sawEntry(ms),
  });
  const make = () => {
    const path = commandPath({
      runtime,
      me: centre.me,
      clock,
      appender,
      grants,
      places: () => placesOf(aSite()),
      nonces: {
        remember: async (nonce) => {
          if (!remembers) throw new Error('no log');
          return !seen.has(nonce) && seen.add(nonce) !== undefined;
        },
        forget: async () => undefined,
      },
      lines: {
        open: ({ id }) => {
          opened.push(id);
          if (gateSays !== 'nothing') path.answered(id, gateSays);
        },
        signal: () => undefined,
        identify: (reader) => void identified.push(reader),
      },
      overlay: async (...block) => {
        overlaid.push(block);
        return 'done';
      },
      unreadable: (refusal) => refusals.push(refusal),
    });
    return path;
  };
  let path = make();
  return {
    centre,
    runtime,
    opened,
    identified,
    overlaid,
    refusals,
    grants,
    memory,
    restart: () => {
      path = make();
    },
    forgetful: (value: boolean) => {
      remembers = !value;
    },
    take: async (...commands: SignedText[]) => {
      await path.take(Buffer.from(JSON.stringify({ commands })));
      await settle();
    },
    outcomes: () =>
      memory.entries
        .map((e) => JSON.parse(e.envelope) as Envelope)
        .flatMap((e) => (e.kind === 'command' ? [`${e.outcome}${e.detail && `: ${e.detail}`}`] : [])),
  };
}

describe('an order to open', () => {
  it('opens once and is told as done', async () => {
    const box = rig();
    const order = box.centre.command(1, open());
    await box.take(order, order);
    await box.take(order);
    expect(box.opened).toEqual([testId('command', 1)]);
    expect(box.outcomes()).toEqual(['done']);
  });

  it('is replayed after a restart without opening', async () => {
    const box = rig();
    const order = box.centre.command(1, open());
    await box.take(order);
    box.restart();
    await box.take(order);
    expect(box.opened).toHaveLength(1);
    expect(box.outcomes()).toEqual(['done', 'replayed']);
  });

  it('under another name with a nonce that was used is replayed', async () => {
    const box = rig();
    await box.take(
      box.centre.command(1, open(), { nonce: 'the-same-nonce-twice' }),
      box.centre.command(2, open(), { nonce: 'the-same-nonce-twice' }),
    );
    expect(box.outcomes()).toEqual(['done', 'replayed']);
    expect(box.opened).toHaveLength(1);
  });

  it.each([
    ['past its expiry', { issuedMs: MORNING - 10_001 }, 'expired'],
    ['that lives too long', { livesMs: OPEN_LIFE_MAX_MS + 1_000 }, 'refused: lives too long'],
    ['from a clock far ahead of ours', { issuedMs: MORNING + 3_600_000 }, 'refused: our clock is behind'],
  ])('%s is not carried out', async (_, options, outcome) => {
    const box = rig();
    await box.take(box.centre.command(1, open(), options));
    expect(box.opened).toEqual([]);
    expect(box.outcomes()).toEqual([outcome]);
  });

  it('is judged by the guarded clock when the wall clock was set back', async () => {
    const box = rig();
    await box.take(box.centre.command(1, open()));
    box.runtime.advance(60_000);
    await box.take(box.centre.command(2, { kind: 'identify', reader: READER_IN }, { issuedMs: MORNING + 60_000 }));
    box.runtime.setWall(MORNING);
    await box.take(box.centre.command(3, open()));
    expect(box.opened).toHaveLength(1);
    expect(box.outcomes().at(-1)).toBe('expired');
  });

  it('is not carried out while the log cannot remember it, and is when it can', async () => {
    const box = rig();
    box.forgetful(true);
    await expect(box.take(box.centre.command(1, open()))).rejects.toThrow('no log');
    expect(box.opened).toEqual([]);
    box.forgetful(false);
    await box.take(box.centre.command(1, open()));
    expect(box.opened).toHaveLength(1);
  });

  it('that another centre signed, or that is for another box, does nothing', async () => {
    const box = rig();
    await box.take(aCentre().command(1, open()));
    await box.take({ ...box.centre.command(2, open()), signature: 'AAAA' });
    expect(box.opened).toEqual([]);
    expect(box.outcomes()).toEqual([]);
    expect(box.refusals).toEqual(['signature', 'signature']);
  });

  it.each([
    ['expired', 'expired'],
    ['refused', 'failed'],
  ] as const)('that the gate says is %s has failed', async (says, outcome) => {
    const box = rig(says);
    await box.take(box.centre.command(1, open()));
    expect(box.outcomes()).toEqual([outcome]);
  });

  it('that the gate says nothing of has failed after a while', async () => {
    const box = rig('nothing');
    await box.take(box.centre.command(1, open()));
    expect(box.outcomes()).toEqual([]);
    box.runtime.advance(ANSWER_WITHIN_MS);
    await settle();
    expect(box.outcomes()).toEqual(['failed']);
  });

  it('at a gate that senses nothing is a passage by nobody known', async () => {
    const box = rig();
    await box.take(box.centre.command(1, open(DOOR)));
    expect(box.memory.entries.map((e) => JSON.parse(e.envelope) as Envelope)).toMatchObject([
      { kind: 'passage', tap: null, personal: null, evidence: 'assumed' },
      { kind: 'command' },
    ]);
  });
});

describe('other orders', () => {
  it('find a reader, block a card, note a passage', async () => {
    const box = rig();
    await box.take(
      box.centre.command(1, { kind: 'identify', reader: READER_IN }),
      box.centre.command(2, { kind: 'block', lineage: testId('lineage', 1), slot: 3, blocked: true }),
      box.centre.command(3, { kind: 'record_passage', holder: holderOf(2), gate: P1, direction: 'out', by: 'acc_x' }),
      box.centre.command(4, { kind: 'identify', reader: testId('reader', 99) }),
    );
    expect(box.identified).toEqual([READER_IN]);
    expect(box.overlaid).toEqual([[testId('lineage', 1), 3, true]]);
    expect(box.outcomes()).toEqual(['done', 'done', 'done', 'refused: no such reader']);
    const noted = box.memory.entries.find((e) => e.envelope.includes('"passage"'));
    expect(JSON.parse(noted!.personal!)).toMatchObject({ holder: holderOf(2), by: 'acc_x' });
    expect(JSON.parse(noted!.envelope)).toMatchObject({ told: 'guard', direction: 'out' });
  });

  it('in a file that is no list of orders are passed over', async () => {
    const box = rig();
    await box.take();
    expect(box.outcomes()).toEqual([]);
  });
});
