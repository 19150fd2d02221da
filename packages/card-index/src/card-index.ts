/**
 * The card-status index: what does the list say of the card behind this credential?
 *
 * An index never changes. A delta makes another one beside it, and whoever answers taps swaps the whole: a tap never waits for growth and
 * never sees half a delta. Lineage and version say which list it is; two indexes of one lineage and version must have the same size
 * and checksum, whichever way they came about.
 */
import { type Credential, canonicalBytes, type KeyId, type LineageId } from '@portvakt/domain';
import type { DigestKey } from './digest/digest-key.ts';
import { sipHash } from './digest/sip-hash.ts';
import { type CardEntry, isEntry, type ListedCard, unpackCard, WORDS_PER_ENTRY } from './table/card-entry.ts';
import { checksumText } from './table/checksum.ts';
import { type EntryTable, emptyTable, findEntry, isFull, putEntry } from './table/entry-table.ts';
import { layOut } from './table/lay-out.ts';
import { runToEnd } from './table/run-to-end.ts';

/** Which list this is. */
export interface ListStamp {
  /** The history the version counts in; another one begins when the centre was restored from a copy. */
  readonly lineage: LineageId;
  /** Rises with every change; 0 is the empty list before the first. */
  readonly version: number;
  readonly keyId: KeyId;
  /** When the centre made the list, milliseconds since 1970 UTC. */
  readonly issuedAt: number;
  readonly size: number;
  /** 32 lower-case hex digits over the entries in any order. */
  readonly checksum: string;
}

export interface CardIndex extends ListStamp {
  /** What the list says of the credential. */
  lookup(credential: Credential): ListedCard | 'unknown' | 'ambiguous';
  /** Position of the entry for these canonical bytes, or -1. Makes no garbage. */
  findBytes(canonical: Uint8Array): number;
  /** Position of the entry with this digest (signed words), or -1. Makes no garbage. */
  find(high: number, low: number): number;
  /** Status word of the entry at a position that `find` gave, see `card-entry.ts`. */
  statusWord(at: number): number;
  /** Holder word of the entry at a position that `find` gave. */
  holderWord(at: number): number;
  /** All entries in order of digest. */
  entries(): IterableIterator<CardEntry>;
  /** For the encoder and the next delta; never written to. */
  readonly table: EntryTable;
  readonly key: DigestKey;
}

export interface IndexOrigin {
  readonly lineage: LineageId;
  readonly version: number;
  readonly issuedAt: number;
  readonly key: DigestKey;
}

/** Builds the index of these entries; a digest given twice keeps its last entry. Throws on a word that is no entry's. */
export function buildIndex(origin: IndexOrigin, entries: Iterable<CardEntry>): CardIndex {
  let table = emptyTable(Array.isArray(entries) ? entries.length : 0);
  for (const { high, low, status, holder } of entries) {
    if (!isEntry(status, holder)) throw new RangeError('not the words of an entry');
    if (isFull(table)) table = runToEnd(layOut(table, table.size * 2 + 1));
    while (!putEntry(table, high | 0, low | 0, status | 0, holder | 0)) table = runToEnd(layOut(table, table.size + 1, []));
  }
  return indexOver(table, origin);
}

/** The reader's view of a table that nobody writes to any more. */
export function indexOver(table: EntryTable, { lineage, version, issuedAt, key }: IndexOrigin): CardIndex {
  const { words, homes, size } = table;
  const digest = new Int32Array(2);
  const find = (high: number, low: number) => findEntry(words, homes, high, low);
  const findBytes = (canonical: Uint8Array) => {
    sipHash(key.words, canonical, digest);
    return findEntry(words, homes, digest[0]!, digest[1]!);
  };
  return {
    lineage,
    version,
    issuedAt,
    keyId: key.id,
    size,
    checksum: checksumText(table.lanes),
    find,
    findBytes,
    lookup(credential) {
      const at = findBytes(canonicalBytes(credential));
      return at === -1 ? 'unknown' : unpackCard(words[at + 2]!, words[at + 3]!);
    },
    statusWord: (at) => words[at + 2]!,
    holderWord: (at) => words[at + 3]!,
    entries: () => entriesOf(words),
    table,
    key,
  };
}

function* entriesOf(words: Int32Array): Generator<CardEntry, undefined> {
  for (let at = 0; at < words.length; at += WORDS_PER_ENTRY) {
    if (words[at + 3] === 0) continue;
    yield { high: words[at]!, low: words[at + 1]!, status: words[at + 2]!, holder: words[at + 3]! };
  }
  return undefined;
}
