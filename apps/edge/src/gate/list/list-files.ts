/**
 * The card-status list on disk: the last snapshot as it was signed, and behind it the deltas as they were signed, one file each.
 *
 *     snapshot.bin   delta-000000000041-000000000042.bin   delta-000000000042-000000000047.bin
 *
 * The link cannot sign, so a list it had put together itself would be one that the gate cannot trust; the bytes of the centre stay what
 * they are, and the gate checks each of them. Files are added whole (written beside, flushed, renamed), in order, and taken away only
 * behind a newer snapshot, so whatever a crash leaves is a list that was true once, and the deltas tell how far it goes.
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CardIndex, type DigestKey, type ListRead, type ListRefusal, readListInSteps } from '@portvakt/card-index';
import { signatureHolds } from '@portvakt/trust';
import { readIfThere, writeAtomically } from '../../state/atomic-file.ts';
import type { Identity } from '../../state/identity.ts';

/** Deltas kept behind a snapshot; then a new snapshot is fetched. */
export const DELTAS_MAX = 64;
/** As many cards as there can be changes: a delta above it would be larger than a snapshot. */
export const DELTA_BYTES_MAX = 16 * 1024 * 1024;

const SNAPSHOT = 'snapshot.bin';
const DELTA = /^delta-(\d{12})-(\d{12})\.bin$/;

export interface ListAddress {
  readonly me: Identity;
  /** Keys that are known, newest first. */
  readonly keys: readonly DigestKey[];
  /** Lets others have the thread in between. */
  breathe(): Promise<void>;
}

export interface ListLoaded {
  readonly index: CardIndex | undefined;
  /** Of the first file that was not taken for what it claims to be; files that are merely behind are no fault. */
  readonly refusal: ListRefusal | undefined;
  readonly deltas: number;
}

/** Reads what there is, on top of the index in force. What is refused is left out, and so is all that stands on it. */
export async function loadList(folder: string, address: ListAddress, inForce?: CardIndex): Promise<ListLoaded> {
  let index = inForce;
  let refusal: ListRefusal | undefined;
  const snapshot = await readIfThere(join(folder, SNAPSHOT));
  if (snapshot !== undefined) {
    const read = await readWith(snapshot, address, index);
    if (read.ok) {
      // the same version again is the same list: the one in force stays, with all that refers to it
      if (index?.lineage !== read.index.lineage || index.version !== read.index.version) index = read.index;
    } else if (!isBehind(read.refusal, index)) refusal = read.refusal;
  }
  const deltas = await deltaFiles(folder);
  for (const name of deltas) {
    const bytes = await readIfThere(join(folder, name));
    if (bytes === undefined) continue;
    const read = await readWith(bytes, address, index);
    if (read.ok) index = read.index;
    else if (!isBehind(read.refusal, index)) refusal ??= read.refusal;
  }
  return { index, refusal, deltas: deltas.length };
}

/** A snapshot replaces everything. */
export async function storeSnapshot(folder: string, bytes: Uint8Array): Promise<void> {
  const before = await deltaFiles(folder);
  await writeAtomically(join(folder, SNAPSHOT), bytes);
  for (const name of before) await rm(join(folder, name), { force: true });
}

export async function storeDelta(folder: string, from: number, to: number, bytes: Uint8Array): Promise<void> {
  const twelve = (version: number) => String(version).padStart(12, '0');
  await writeAtomically(join(folder, `delta-${twelve(from)}-${twelve(to)}.bin`), bytes);
}

async function deltaFiles(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => DELTA.test(name)).toSorted();
}

/** Tries each key: the list names the one it was made with. */
export async function readWith(bytes: Uint8Array, { me, keys, breathe }: ListAddress, current: CardIndex | undefined): Promise<ListRead> {
  let read: ListRead = { ok: false, refusal: 'foreign_key' };
  for (const digestKey of keys) {
    const steps = readListInSteps(bytes, {
      owner: me.owner,
      site: me.site,
      agent: me.agent,
      digestKey,
      verify: (signed, signature) =>
        signatureHolds('card-status', signed, Buffer.from(signature).toString('base64url'), me.centre.signingKey),
      current,
    });
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        read = step.value;
        break;
      }
      await breathe();
    }
    if (read.ok || read.refusal !== 'foreign_key') return read;
  }
  return read;
}

/** A file from before the list in force: it is passed over, nobody did anything wrong. */
function isBehind(refusal: ListRefusal, index: CardIndex | undefined): boolean {
  return index !== undefined && (refusal === 'older' || refusal === 'lineage');
}
