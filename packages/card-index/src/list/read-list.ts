/**
 * The edge's side: bytes in, the next index out, or why not.
 *
 * Total over any bytes: a refusal is a value, nothing throws (but what the caller's `verify` throws), and the index in use is untouched until
 * the caller swaps. What a list says of itself is held against what this gate expects first, then the signature is checked, and only then
 * is the body read; so nobody without the centre's key makes a gate allocate.
 *
 * A list never takes a gate back: within a lineage versions only rise, and a snapshot of another lineage is taken when that lineage began
 * later (its id is a uuidv7) or is the one the caller was told of.
 */
import type { AgentId, LineageId, OwnerId, SiteId } from '@portvakt/domain';
import { type CardIndex, indexOver } from '../card-index.ts';
import { applyDeltaInSteps } from '../delta/apply-delta.ts';
import type { DigestKey } from '../digest/digest-key.ts';
import { adoptTable } from '../table/adopt-table.ts';
import { ENTRY_LENGTH, isEntry, WORDS_PER_ENTRY } from '../table/card-entry.ts';
import { inOrder, WORDS_PER_DIGEST } from '../table/entry-bytes.ts';
import { homesFor } from '../table/entry-table.ts';
import { runToEnd } from '../table/run-to-end.ts';
import {
  HEADER_LENGTH,
  type HeaderFault,
  type ListHeader,
  type ListKind,
  REMOVAL_LENGTH,
  readHeader,
  SIGNATURE_LENGTH,
} from './list-header.ts';
import { wordsOfBytes } from './words-in-bytes.ts';

/** Why a list is not taken. */
export type ListRefusal =
  /** `too_short`, `too_large`, `not_ours`, `format`: not a whole list of this format. */
  | HeaderFault
  /** Made for another site or owner, another agent, or with a digest key that this gate does not hold. */
  | 'foreign_site'
  | 'foreign_agent'
  | 'foreign_key'
  | 'signature'
  /** The gate has this or a later version already. */
  | 'older'
  /** Of another history than expected. */
  | 'lineage'
  /** The delta stands on a version the gate does not have. */
  | 'gap'
  /** The list before or after it is not the centre's: a snapshot is needed. */
  | 'checksum'
  /** Signed, and yet its entries are out of order or no entries. */
  | 'entries';

export type ListRead =
  | { readonly ok: true; readonly kind: ListKind; readonly index: CardIndex }
  | { readonly ok: false; readonly refusal: ListRefusal };

export interface ListReader {
  readonly owner: OwnerId;
  readonly site: SiteId;
  readonly agent: AgentId;
  readonly digestKey: DigestKey;
  /** Whether the signature (64 bytes) of the centre over `bytes` holds. */
  verify(bytes: Uint8Array, signature: Uint8Array): boolean;
  /** The index in use; `undefined` at the first list. */
  readonly current?: CardIndex | undefined;
  /** The lineage the centre announced, when it did so over a link of its own: then no other is taken, and this one even if it began earlier. */
  readonly lineage?: LineageId | undefined;
}

/** Reads a list whole. The index of a snapshot stands in `bytes` itself: they must not change any more. */
export function readList(bytes: Uint8Array, reader: ListReader): ListRead {
  return runToEnd(readListInSteps(bytes, reader));
}

/** The same, yielding after every bounded piece of work; only the signature is checked in one go. */
export function* readListInSteps(bytes: Uint8Array, reader: ListReader): Generator<void, ListRead> {
  const header = readHeader(bytes);
  if (typeof header === 'string') return refuse(header);
  const unexpected = foreign(header, reader) ?? outOfTurn(header, reader);
  if (unexpected !== undefined) return refuse(unexpected);
  const signed = bytes.length - SIGNATURE_LENGTH;
  if (!reader.verify(bytes.subarray(0, signed), bytes.subarray(signed))) return refuse('signature');
  yield;

  const index = header.kind === 'snapshot' ? yield* adoptSnapshot(bytes, header, reader) : yield* adoptDelta(bytes, header, reader);
  if (index === undefined) return refuse('entries');
  if (index.size !== header.size || index.checksum !== header.checksumAfter) return refuse('checksum');
  return { ok: true, kind: header.kind, index };
}

function foreign(header: ListHeader, reader: ListReader): ListRefusal | undefined {
  if (header.owner !== reader.owner || header.site !== reader.site) return 'foreign_site';
  if (header.agent !== reader.agent) return 'foreign_agent';
  return header.keyId === reader.digestKey.id ? undefined : 'foreign_key';
}

function outOfTurn(header: ListHeader, { current, lineage }: ListReader): ListRefusal | undefined {
  if (lineage !== undefined && header.lineage !== lineage) return 'lineage';
  if (header.kind === 'snapshot') {
    if (current === undefined) return undefined;
    if (header.lineage !== current.lineage) return lineage === undefined && header.lineage < current.lineage ? 'older' : undefined;
    return header.toVersion < current.version ? 'older' : undefined; // the same version again mends an index that went wrong
  }
  if (current === undefined) return 'gap';
  if (header.lineage !== current.lineage) return 'lineage';
  if (header.keyId !== current.keyId) return 'foreign_key';
  if (header.toVersion <= current.version) return 'older';
  if (header.fromVersion !== current.version) return 'gap';
  return header.checksumBefore === current.checksum ? undefined : 'checksum';
}

function* adoptSnapshot(bytes: Uint8Array, header: ListHeader, { digestKey }: ListReader): Generator<void, CardIndex | undefined> {
  const words = wordsOfBytes(bytes, HEADER_LENGTH, header.places * ENTRY_LENGTH);
  const table = yield* adoptTable(words, homesFor(header.size));
  return table && indexOver(table, { lineage: header.lineage, version: header.toVersion, issuedAt: header.issuedAt, key: digestKey });
}

function* adoptDelta(bytes: Uint8Array, header: ListHeader, { current }: ListReader): Generator<void, CardIndex | undefined> {
  if (current === undefined) return undefined;
  const upserts = wordsOfBytes(bytes, HEADER_LENGTH, header.upserts * ENTRY_LENGTH);
  const removals = wordsOfBytes(bytes, HEADER_LENGTH + upserts.byteLength, header.removals * REMOVAL_LENGTH);
  if (!inOrder(upserts, WORDS_PER_ENTRY) || !inOrder(removals, WORDS_PER_DIGEST)) return undefined;
  for (let at = 0; at < upserts.length; at += WORDS_PER_ENTRY) if (!isEntry(upserts[at + 2]!, upserts[at + 3]!)) return undefined;
  return yield* applyDeltaInSteps(current, { upserts, removals }, { version: header.toVersion, issuedAt: header.issuedAt });
}

function refuse(refusal: ListRefusal): ListRead {
  return { ok: false, refusal };
}
