/** The centre's side: a list as signed bytes for one agent, see `list-header.ts` for the layout. */
import type { CardIndex, ListStamp } from '../card-index.ts';
import type { CardDelta } from '../delta/card-delta.ts';
import { WORDS_PER_ENTRY } from '../table/card-entry.ts';
import { WORDS_PER_DIGEST } from '../table/entry-bytes.ts';
import { HEADER_LENGTH, type ListHeader, type ListScope, listLength, SIGNATURE_LENGTH, writeHeader } from './list-header.ts';
import { bytesOfWords } from './words-in-bytes.ts';

/** Makes the 64 bytes of the centre's signature. For large lists sign a digest of the bytes: Ed25519 itself reads them twice. */
export type Sign = (bytes: Uint8Array) => Uint8Array;

const NO_CHECKSUM = '0'.repeat(32);

/** All of an index. */
export function encodeSnapshot({ index, ...scope }: ListScope & { readonly index: CardIndex }, sign: Sign): Uint8Array {
  const stamp = { ...scope, kind: 'snapshot', fromVersion: 0, checksumBefore: NO_CHECKSUM, upserts: index.size, removals: 0 } as const;
  return encode(stamp, index, entryWords(index), new Int32Array(0), sign);
}

export interface DeltaToEncode extends ListScope {
  /** The list the delta stands on; an index is one. */
  readonly before: Pick<ListStamp, 'version' | 'checksum'>;
  /** The list it leads to; an index is one. */
  readonly after: ListStamp;
  readonly delta: CardDelta;
}

/** What changed between two versions. */
export function encodeDelta({ before, after, delta, ...scope }: DeltaToEncode, sign: Sign): Uint8Array {
  const { upserts, removals } = delta;
  const counts = { upserts: upserts.length / WORDS_PER_ENTRY, removals: removals.length / WORDS_PER_DIGEST };
  const stamp = { ...scope, ...counts, kind: 'delta', fromVersion: before.version, checksumBefore: before.checksum } as const;
  return encode(stamp, after, upserts, removals, sign);
}

type BeforeHalf = Omit<ListHeader, 'lineage' | 'keyId' | 'toVersion' | 'issuedAt' | 'size' | 'checksumAfter'>;

function encode(stamp: BeforeHalf, after: ListStamp, upserts: Int32Array, removals: Int32Array, sign: Sign): Uint8Array {
  const { lineage, keyId, version: toVersion, issuedAt, size, checksum: checksumAfter } = after;
  const bytes = new Uint8Array(listLength(stamp));
  writeHeader(bytes, { ...stamp, lineage, keyId, toVersion, issuedAt, size, checksumAfter });
  bytes.set(bytesOfWords(upserts), HEADER_LENGTH);
  bytes.set(bytesOfWords(removals), HEADER_LENGTH + upserts.byteLength);
  const signed = bytes.subarray(0, bytes.length - SIGNATURE_LENGTH);
  const signature = sign(signed);
  if (signature.length !== SIGNATURE_LENGTH) throw new RangeError(`a signature is ${SIGNATURE_LENGTH} bytes`);
  bytes.set(signature, signed.length);
  return bytes;
}

/** The entries of the table without its empty places. */
function entryWords({ table: { words }, size }: CardIndex): Int32Array {
  const packed = new Int32Array(size * WORDS_PER_ENTRY);
  let to = 0;
  for (let at = 0; at < words.length; at += WORDS_PER_ENTRY) {
    if (words[at + 3] === 0) continue;
    for (let i = 0; i < WORDS_PER_ENTRY; i += 1) packed[to + i] = words[at + i]!;
    to += WORDS_PER_ENTRY;
  }
  return packed;
}
