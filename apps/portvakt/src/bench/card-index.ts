/**
 * The card-status index against what the machine can do at best, and against what one would write without it.
 *
 * The floor of a lookup is one read of a table of the same size whose address depends on the read before it: same loop, same keys,
 * same scaling from key to place, no comparing. Lookups depend on the one before in the same way, so waiting cannot be hidden by
 * doing several at once; a gate has one tap at a time. The signature is checked as an edge does it, over the SHA-256 of the list.
 */
import { createHash, randomFillSync } from 'node:crypto';
import {
  buildIndex,
  type CardEntry,
  type CardIndex,
  cardEntry,
  type DigestKey,
  digestKey,
  digestOf,
  encodeSnapshot,
  readList,
} from '@portvakt/card-index';
import { type CardStatus, canonicalBytes, credentialOf, idOf } from '@portvakt/domain';
import { makeSigningKey, signatureHolds, signBytes } from '@portvakt/trust';
import { uuidv7 } from 'uuidv7';
import { figureOf, interleave, printRatios, type Ratio, ratioOf } from './rounds.ts';

export interface BenchOptions {
  /** Measured rounds; at least seven for a median that means something. */
  readonly rounds: number;
  /** Print one line of JSON instead of a table. */
  readonly json: boolean;
}

const SIZES = [10_000, 100_000, 1_000_000] as const;
const ROUNDS_MIN = 7;
/** Lookups a turn: enough that starting the clock does not count. */
const LOOKUPS = 400_000;
/** Cards a turn where the card comes as bytes. */
const BYTES_LOOKUPS = 100_000;
const UID_LENGTH = 7;

/** Measures, prints, and gives the figures. Takes some tens of seconds. */
export async function benchCardIndex({ rounds, json }: BenchOptions): Promise<Ratio[]> {
  const taken = Math.max(rounds, ROUNDS_MIN);
  const ratios: Ratio[] = [];
  for (const size of SIZES) {
    const site = makeSite(size);
    ratios.push(...(await lookups(site, taken)), ...(await fromBytes(site, taken)));
    if (size === SIZES.at(-1))
      ratios.push(
        figureOf(`${inWords(size)}: memory a card`, [site.index.table.words.byteLength / size], 'B', 24),
        ...(await loading(site, taken)),
      );
  }
  console.log(json ? JSON.stringify({ bench: 'card-index', ratios }) : printRatios('Card-status index', ratios));
  return ratios;
}

interface BenchSite {
  readonly size: number;
  readonly key: DigestKey;
  readonly index: CardIndex;
  readonly map: ReadonlyMap<string, CardStatus>;
  /** Canonical bytes of the cards on the list, in any order. */
  readonly cards: readonly Uint8Array[];
}

function makeSite(size: number): BenchSite {
  const key = digestKey(idOf('key', uuidv7()), randomFillSync(new Uint8Array(16)));
  const random = randomFillSync(Buffer.alloc(size * UID_LENGTH));
  const map = new Map<string, CardStatus>();
  const cards: Uint8Array[] = [];
  const entries: CardEntry[] = [];
  for (let i = 0; i < size; i += 1) {
    const uid = random.subarray(i * UID_LENGTH, (i + 1) * UID_LENGTH).toString('hex');
    const canonical = canonicalBytes(credentialOf('iso14443a', uid));
    const status = statusOf(i);
    cards.push(canonical);
    entries.push(cardEntry(digestOf(key, canonical), status, i));
    map.set(Buffer.from(canonical).toString('hex'), status);
  }
  return {
    size,
    key,
    index: buildIndex({ lineage: idOf('lineage', uuidv7()), version: 1, issuedAt: Date.now(), key }, entries),
    map,
    cards,
  };
}

/** Days below 32,768, so that the sign of a status word is a zero the compiler does not know of: see {@link timeHits}. */
function statusOf(i: number): CardStatus {
  return {
    type: 'construction',
    blocked: i % 97 === 0,
    lost: false,
    registers: 'fulfilled',
    fromDay: 20_000,
    untilDay: 20_400 + (i % 300),
    endsWith: 'card',
  };
}

async function lookups({ size, index, map, key, cards }: BenchSite, rounds: number): Promise<Ratio[]> {
  const shown = Array.from({ length: LOOKUPS }, () => cards[Math.floor(Math.random() * size)]!);
  const present = digestPairs(shown.map((bytes) => digestOf(key, bytes)));
  const absent = randomFillSync(new Int32Array(2 * (LOOKUPS + 1)));
  const texts = shown.map((bytes) => Buffer.from(bytes).toString('hex'));
  const samples = await interleave(
    {
      hitFloor: () => timeFloor(index, present),
      hit: () => timeHits(index, present),
      missFloor: () => timeFloor(index, absent),
      miss: () => timeMisses(index, absent),
      stream: () => timeStream(index, present),
      map: () => timeMap(map, texts),
    },
    { rounds },
  );
  const name = inWords(size);
  const large = size === SIZES.at(-1);
  return [
    figureOf(`${name}: floor`, samples.hitFloor, 'ns'),
    figureOf(`${name}: hit`, samples.hit, 'ns', size === SIZES[0] ? 40 : undefined),
    ratioOf(`${name}: hit to floor`, samples.hit, samples.hitFloor, large ? 1.5 : undefined),
    ratioOf(`${name}: miss to floor`, samples.miss, samples.missFloor, large ? 2.5 : undefined),
    figureOf(`${name}: lookup alone`, samples.stream, 'ns'),
    ratioOf(`${name}: lookup alone, to Map's`, samples.stream, samples.map, 1 / 20),
  ];
}

async function fromBytes({ size, index, map, cards }: BenchSite, rounds: number): Promise<Ratio[]> {
  const shown = Array.from({ length: BYTES_LOOKUPS }, () => cards[Math.floor(Math.random() * size)]!.slice());
  const buffers = shown.map((bytes) => Buffer.from(bytes.buffer));
  const samples = await interleave({ index: () => timeBytes(index, shown), map: () => timeBytesMap(map, buffers) }, { rounds });
  const name = inWords(size);
  return [
    figureOf(`${name}: bytes to status`, samples.index, 'ns'),
    ratioOf(`${name}: bytes to status, to hex and Map`, samples.index, samples.map, 0.5),
  ];
}

async function loading({ size, index, key }: BenchSite, rounds: number): Promise<Ratio[]> {
  const centre = makeSigningKey();
  const scope = { owner: idOf('owner', uuidv7()), site: idOf('site', uuidv7()), agent: idOf('agent', uuidv7()) };
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  const list = encodeSnapshot({ ...scope, index }, (bytes) =>
    Buffer.from(signBytes('card-status', sha256(bytes), centre.privateKey), 'base64url'),
  );
  const verify = (bytes: Uint8Array, signature: Uint8Array) =>
    signatureHolds('card-status', sha256(bytes), Buffer.from(signature).toString('base64url'), centre.publicKey);
  const samples = await interleave(
    {
      load: () =>
        timed(1, () => {
          const read = readList(list, { ...scope, digestKey: key, verify });
          if (!read.ok) throw new Error(read.refusal);
          return read.index.size;
        }),
      digest: () => timed(1, () => sha256(list).length),
    },
    { rounds },
  );
  const name = inWords(size);
  const inMs = samples.load.map((ns) => ns / 1e6);
  return [
    figureOf(`${name}: snapshot to ready`, inMs, 'ms'),
    ratioOf(`${name}: snapshot to ready, to its SHA-256`, samples.load, samples.digest, 2),
  ];
}

/** `next` is 0 in every round, but only the read knows: it makes each address wait for the read before. */
function timeFloor({ table: { words, homes } }: CardIndex, keys: Int32Array): number {
  const scale = homes / 2 ** 32;
  const half = homes / 2;
  return timed(LOOKUPS, () => {
    let sum = 0;
    let next = 0;
    for (let i = 0; i < LOOKUPS; i += 1) {
      const word = words[((keys[2 * (i + next)]! * scale + half) | 0) * 4 + 2]!;
      next = word >>> 31;
      sum ^= word;
    }
    return sum;
  });
}

function timeHits(index: CardIndex, keys: Int32Array): number {
  return timed(LOOKUPS, () => {
    let sum = 0;
    let next = 0;
    for (let i = 0; i < LOOKUPS; i += 1) {
      const at = 2 * (i + next);
      const word = index.statusWord(index.find(keys[at]!, keys[at + 1]!));
      next = word >>> 31;
      sum ^= word;
    }
    return sum;
  });
}

/** A miss gives no word to wait for, and a processor that guesses "not found" runs ahead: so the word at its home is read after it. */
function timeMisses(index: CardIndex, keys: Int32Array): number {
  const { words, homes } = index.table;
  const scale = homes / 2 ** 32;
  const half = homes / 2;
  return timed(LOOKUPS, () => {
    let sum = 0;
    let next = 0;
    for (let i = 0; i < LOOKUPS; i += 1) {
      const at = 2 * (i + next);
      const high = keys[at]!;
      sum += index.find(high, keys[at + 1]!);
      next = words[((high * scale + half) | 0) * 4 + 2]! >>> 31;
    }
    return sum;
  });
}

/** Lookups that need not wait for one another, as the Map's do not. */
function timeStream(index: CardIndex, keys: Int32Array): number {
  return timed(LOOKUPS, () => {
    let sum = 0;
    for (let at = 0; at < 2 * LOOKUPS; at += 2) sum ^= index.statusWord(index.find(keys[at]!, keys[at + 1]!));
    return sum;
  });
}

function timeMap(map: ReadonlyMap<string, CardStatus>, texts: readonly string[]): number {
  return timed(LOOKUPS, () => {
    let sum = 0;
    for (let i = 0; i < LOOKUPS; i += 1) sum ^= map.get(texts[i]!)!.untilDay;
    return sum;
  });
}

function timeBytes(index: CardIndex, shown: readonly Uint8Array[]): number {
  return timed(shown.length, () => {
    let sum = 0;
    let next = 0;
    for (let i = 0; i < shown.length; i += 1) {
      const word = index.statusWord(index.findBytes(shown[i + next]!));
      next = word >>> 31;
      sum ^= word;
    }
    return sum;
  });
}

function timeBytesMap(map: ReadonlyMap<string, CardStatus>, shown: readonly Buffer[]): number {
  return timed(shown.length, () => {
    let sum = 0;
    let next = 0;
    for (let i = 0; i < shown.length; i += 1) {
      const day = map.get(shown[i + next]!.toString('hex'))!.untilDay;
      next = day >>> 31;
      sum ^= day;
    }
    return sum;
  });
}

/** Nanoseconds a piece. The result is looked at, so that no work can be left out as useless. */
function timed(pieces: number, work: () => number): number {
  const start = process.hrtime.bigint();
  const result = work();
  const cost = Number(process.hrtime.bigint() - start) / pieces;
  if (Number.isNaN(result)) throw new Error('a contestant read past its table');
  return cost;
}

function digestPairs(digests: readonly { readonly high: number; readonly low: number }[]): Int32Array {
  const pairs = new Int32Array(2 * (digests.length + 1)); // one to spare, as far as the compiler knows
  digests.forEach(({ high, low }, i) => pairs.set([high, low], 2 * i));
  return pairs;
}

function inWords(size: number): string {
  return size >= 1_000_000 ? `${size / 1_000_000}M` : `${size / 1000}k`;
}
