/** The centre's side: a list as signed bytes for one agent, see `list-header.ts` for the layout. */
import type { CardIndex, ListStamp } from '../card-index.ts';
import type { CardDelta } from '../delta/card-delta.ts';
import { WORDS_PER_ENTRY } from '../table/card-entry.ts';
import { WORDS_PER_DIGEST } from '../table/entry-bytes.ts';
import { type EntryTable, homesFor } from '../table/entry-table.ts';
import { layOut } from '../table/lay-out.ts';
import { runToEnd } from '../table/run-to-end.ts';
import { HEADER_LENGTH, type ListHeader, type ListScope, listLength, SIGNATURE_LENGTH, writeHeader } from './list-header.ts';
import { bytesOfWords } from './words-in-bytes.ts';

/** Makes the 64 bytes of the centre's signature. For large lists sign a digest of the bytes: Ed25519 itself reads them twice. */
export type Sign = (bytes: Uint8Array) => Uint8Array;

const NO_CHECKSUM = '0'.repeat(32);

/** All of an index. */
export function encodeSnapshot({ index, ...scope }: ListScope & { readonly index: CardIndex }, sign: Sign): Uint8Array {
  const words = canonicalWords(index.table);
  const counts = { places: words.length / WORDS_PER_ENTRY, upserts: 0, removals: 0 };
  return encode({ ...scope, ...counts, kind: 'snapshot', fromVersion: 0, checksumBefore: NO_CHECKSUM }, index, [words], sign);
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
  const counts = { places: 0, upserts: upserts.length / WORDS_PER_ENTRY, removals: removals.length / WORDS_PER_DIGEST };
  const stamp = { ...scope, ...counts, kind: 'delta', fromVersion: before.version, checksumBefore: before.checksum } as const;
  return encode(stamp, after, [upserts, removals], sign);
}

type BeforeHalf = Omit<ListHeader, 'lineage' | 'keyId' | 'toVersion' | 'issuedAt' | 'size' | 'checksumAfter'>;

function encode(stamp: BeforeHalf, after: ListStamp, body: readonly Int32Array[], sign: Sign): Uint8Array {
  const { lineage, keyId, version: toVersion, issuedAt, size, checksum: checksumAfter } = after;
  const bytes = new Uint8Array(listLength(stamp));
  writeHeader(bytes, { ...stamp, lineage, keyId, toVersion, issuedAt, size, checksumAfter });
  let at = HEADER_LENGTH;
  for (const words of body) {
    bytes.set(bytesOfWords(words), at);
    at += words.byteLength;
  }
  const signed = bytes.subarray(0, bytes.length - SIGNATURE_LENGTH);
  const signature = sign(signed);
  if (signature.length !== SIGNATURE_LENGTH) throw new RangeError(`a signature is ${SIGNATURE_LENGTH} bytes`);
  bytes.set(signature, signed.length);
  return bytes;
}

/** The one table of these entries: as many homes as a new one has, and no more tail than is in use. */
function canonicalWords(table: EntryTable): Int32Array {
  const { words, homes } = table.homes === homesFor(table.size) ? table : runToEnd(layOut(table, table.size));
  let end = words.length;
  while (end > homes * WORDS_PER_ENTRY && words[end - 1] === 0) end -= WORDS_PER_ENTRY;
  return words.subarray(0, end + WORDS_PER_ENTRY);
}
