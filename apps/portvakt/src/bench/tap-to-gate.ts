/**
 * From the last byte of a card at a reader to the first byte of the order at a turnstile, through the whole site box: serial line, frame,
 * decision, a log entry that is durable before the gate opens, serial line.
 *
 * The floor is a bare program between the same kind of lines that reads as many bytes, appends and flushes as many bytes as a tap leaves
 * in the log, and answers: no machine does it faster, so what is above is ours.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEdge } from '@portvakt/edge';
import { bareEchoProgram, readyBox } from '@portvakt/edge/testing';
import { openLine, type SimulatedLine, simulateEm4100Reader, simulateOnetechTurnstile } from '@portvakt/firmware-bridge/simulator';
import { figureOf, interleave, type Ratio, ratioOf } from './rounds.ts';

const CARDS = 2_000;
/** Taps a round: the last percent is two of them. */
const TAPS = 200;
/** Between taps: the person walks through and the log has that too. */
const PAUSE_MS = 6;
const REFUSED_MAX = 4;
const LOST_AFTER_MS = 2_000;
const GOALS = { p50: 1.5, p99: 2 };

/** Shows a card; microseconds until the gate was ordered open, `undefined` when it was not. */
type Tap = (n: number) => Promise<number | undefined>;

interface Contestant {
  readonly tap: Tap;
  close(): Promise<void>;
}

export async function benchTapToGate({ rounds }: { readonly rounds: number }): Promise<Ratio[]> {
  const folder = mkdtempSync(join(tmpdir(), 'portvakt-bench-'));
  const contestants = { box: await theBox(join(folder, 'box')), floor: await theFloor(join(folder, 'floor.log')) };
  const worst: Record<'box' | 'floor', number[]> = { box: [], floor: [] };
  const round = (name: 'box' | 'floor') => async () => {
    const sorted = (await taps(contestants[name].tap)).toSorted((a, b) => a - b);
    worst[name].push(sorted[Math.floor(sorted.length * 0.99)]!);
    return sorted[Math.floor(sorted.length / 2)]!;
  };
  try {
    const p50 = await interleave({ box: round('box'), floor: round('floor') }, { rounds });
    // warm-up rounds are in front
    const p99 = { box: worst.box.slice(-rounds), floor: worst.floor.slice(-rounds) };
    return [
      ratioOf('p50, box / bare echo with a flush', p50.box, p50.floor, GOALS.p50),
      ratioOf('p99, box / bare echo with a flush', p99.box, p99.floor, GOALS.p99),
      figureOf('p50, box', p50.box, 'µs'),
      figureOf('p99, box', p99.box, 'µs'),
      figureOf('p50, bare echo with a flush', p50.floor, 'µs'),
      figureOf('p99, bare echo with a flush', p99.floor, 'µs'),
    ];
  } finally {
    await Promise.all(Object.values(contestants).map((c) => c.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}

let shown = 0;

async function taps(tap: Tap): Promise<number[]> {
  const took: number[] = [];
  for (let refused = 0; took.length < TAPS; ) {
    shown = (shown % CARDS) + 1; // never the same card twice in a row
    const us = await tap(shown);
    // a disk that takes longer than the policy allows is a refusal, as it should be, and no sample
    if (us === undefined) refused += 1;
    else took.push(us);
    if (refused > REFUSED_MAX) throw new Error('this machine is too busy to measure on');
    await passed(PAUSE_MS);
  }
  return took;
}

/** All of the box, as it runs at a site whose centre is away. */
async function theBox(root: string): Promise<Contestant> {
  const [readerLine, gateLine] = [await openLine(), await openLine()];
  const box = await readyBox(root, { readerPath: readerLine.path, gatePath: gateLine.path }, CARDS);
  let opened: () => void = () => undefined;
  const reader = simulateEm4100Reader(readerLine);
  const turnstile = simulateOnetechTurnstile(gateLine, { delayMs: 1, onRecord: ({ kind }) => kind === 'opened' && opened() });
  const edge = await startEdge(box.config);
  const tap: Tap = (n) =>
    measured(
      (done) => {
        opened = done;
      },
      () => void reader.present(box.card(n)),
    );
  // the lines are opened a little after the pages are served
  for (let n = CARDS; (await tap(n)) === undefined; n -= 1);
  return {
    tap,
    close: async () => {
      await edge.close();
      await Promise.all([reader.close(), turnstile.close()]);
    },
  };
}

async function theFloor(file: string): Promise<Contestant> {
  const [readerLine, gateLine]: SimulatedLine[] = [await openLine(), await openLine()];
  if (readerLine === undefined || gateLine === undefined) throw new Error('two lines were opened');
  const child = fork(bareEchoProgram, [readerLine.path, gateLine.path, file], { execArgv: [] });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the floor ended with ${code}`)));
  });
  let opened: () => void = () => undefined;
  gateLine.onBytes(() => opened());
  const reader = simulateEm4100Reader(readerLine);
  const { card } = await readyBox(`${file}.cards`, { readerPath: '', gatePath: '' }, 1);
  const tap: Tap = (n) =>
    measured(
      (done) => {
        opened = done;
      },
      () => void reader.present(card(n)),
    );
  return {
    tap,
    close: async () => {
      child.disconnect();
      await Promise.all([readerLine.close(), gateLine.close()]);
    },
  };
}

function measured(listen: (done: () => void) => void, show: () => void): Promise<number | undefined> {
  return new Promise((resolve) => {
    const lost = setTimeout(() => resolve(undefined), LOST_AFTER_MS);
    const began = performance.now();
    listen(() => {
      clearTimeout(lost);
      resolve((performance.now() - began) * 1_000);
    });
    show();
  });
}

const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
