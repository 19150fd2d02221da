/**
 * Every vector in `vectors/` against the codecs, both ways. A file, a vector or an expectation that nobody knows how to treat fails: data
 * that is carried along and never tried proves nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { credentialOf } from '@portvakt/domain';
import { describe, expect, it } from 'vitest';
import { em4100Frame, encodeEm4100 } from './em4100/frame.ts';
import { type FrameShape, NO_BYTES, scanFrames } from './line/fixed-frames.ts';
import { encodeOnetech, onetechFrame } from './onetech/frame.ts';

interface Vector {
  readonly id: string;
  readonly hex?: string;
  readonly chunks?: readonly string[];
  readonly variant?: string;
  readonly expect?: 'reject' | Readonly<Record<string, unknown>>;
  readonly expect_ids?: readonly string[];
  readonly expect_frames?: number;
  readonly source: number;
}

interface VectorFile {
  readonly schema: string;
  readonly protocol: string;
  readonly sources: readonly unknown[];
  readonly count: number;
  readonly vectors: readonly Vector[];
}

const folder = new URL('../vectors/', import.meta.url);
// what the files hold is checked field by field below
const files = readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as VectorFile] as const);
const known: Readonly<Record<string, (vector: Vector) => void>> = { 'em4100-ascii': em4100, onetech };

describe.each(files)('vectors of %s', (_, file) => {
  it('say where they come from', () => {
    expect(file.schema).toBe('reader-vectors/1');
    expect(file.count).toBe(file.vectors.length);
    for (const { source } of file.vectors) expect(file.sources[source]).toBeDefined();
  });

  it.each(file.vectors.map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
    const treat = known[file.protocol];
    if (!treat) throw new Error(`nobody knows how to treat vectors of ${file.protocol}`);
    treat(vector);
  });
});

function em4100(vector: Vector): void {
  const chunks = (vector.chunks ?? [vector.hex ?? '']).map(bytesOf);
  const reads = framesIn(em4100Frame, chunks);
  if (vector.expect_ids) {
    expect(reads.map(({ bits }) => bits)).toEqual(vector.expect_ids);
    return;
  }
  if (vector.expect_frames !== undefined) {
    expect(reads).toHaveLength(vector.expect_frames);
    expect(new Set(reads.map(({ bits }) => bits)).size).toBe(1);
    return;
  }
  // frames of other families are not taken for ours: a reader of the wrong kind on a line gives silence and faults, never a wrong card
  const ours = vector.variant?.startsWith('RDM6300') ?? false;
  if (vector.expect === 'reject' || !ours) {
    expect(reads).toEqual([]);
    return;
  }
  if (vector.expect === undefined) throw new Error('no expectation');
  const [read, ...more] = reads;
  if (!read) throw new Error('not read');
  expect(more).toEqual([]);
  for (const [field, value] of Object.entries(vector.expect)) expect([field, em4100Field(field, read.bits)]).toEqual([field, value]);
  expect(Buffer.from(encodeEm4100(credentialOf('em4100', read.bits))).toString('hex')).toBe(vector.hex);
}

/** How others write the same five bytes. */
function em4100Field(field: string, bits: string): unknown {
  const low = Number.parseInt(bits.slice(2), 16);
  const decimals = (value: number, digits: number) => value.toString().padStart(digits, '0');
  const fields: Readonly<Record<string, unknown>> = {
    version: Number.parseInt(bits.slice(0, 2), 16),
    id40: bits,
    id32_hex: bits.slice(2).toUpperCase(),
    id32_decimal: low,
    decimal10: decimals(low, 10),
    decimal_8H10D: `${decimals((low >>> 16) & 0xff, 3)},${decimals(low & 0xffff, 5)}`,
    checksum: bytesOf(bits)
      .reduce((xor, byte) => xor ^ byte, 0)
      .toString(16)
      .padStart(2, '0')
      .toUpperCase(),
  };
  if (!(field in fields)) throw new Error(`nobody knows how to compare ${field}`);
  return fields[field];
}

function onetech(vector: Vector): void {
  const frames = framesIn(onetechFrame, [bytesOf(vector.hex ?? '')]);
  if (vector.expect === 'reject') {
    expect(frames).toEqual([]);
    return;
  }
  const { cmd, event, direction } = vector.expect ?? {};
  const kind = cmd === 'open' ? 'open' : event === 'passed' ? 'passed' : event === 'granted-not-passed' ? 'not_passed' : undefined;
  if (kind === undefined || (direction !== 'A' && direction !== 'B')) throw new Error('nobody knows how to treat this vector');
  expect(frames).toEqual([{ kind, side: direction }]);
  expect(Buffer.from(encodeOnetech({ kind, side: direction })).toString('hex')).toBe(vector.hex);
}

function framesIn<Frame extends object>(shape: FrameShape<Frame>, chunks: readonly Uint8Array[]): Frame[] {
  let rest = NO_BYTES;
  return chunks.flatMap((chunk) => {
    const scan = scanFrames(shape, rest, chunk);
    rest = scan.rest;
    return scan.frames;
  });
}

function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}
