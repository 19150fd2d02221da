/**
 * Brings the stored card-status list of a site up to what its people are now.
 *
 * The head is read before the people: whoever wins the next version has therefore seen people at least as new as those of the version
 * before it. Who loses reads again. Two instances that project at once make one version, not two.
 */
import { buildIndex, type CardEntry, diffEntries, digestKey } from '@portvakt/card-index';
import { dayNumber, idOf, type LineageId, type Scope, siteDayOf } from '@portvakt/domain';
import {
  type CentralStores,
  isOperating,
  type ListEntry,
  type ListHead,
  OperatingError,
  type Runtime,
  type SiteKeys,
} from '@portvakt/ports';
import { listEntries, listedCards } from './list-entries.ts';

const TRIES_MAX = 8;

export interface Projected {
  readonly head: ListHead;
  /** Entries changed by this call. */
  readonly changed: number;
}

/**
 * Begins a new lineage: for a centre that was restored from a copy and has forgotten versions it gave out, or with a new key of the list,
 * which reaches the gates as a snapshot.
 */
export interface Renewal {
  readonly digest?: SiteKeys['digest'];
}

export async function projectSite(stores: CentralStores, scope: Scope, runtime: Runtime, renewal?: Renewal): Promise<Projected> {
  const renew = renewal !== undefined;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const head = await stores.cardStatus.head(scope);
    const desired = await desiredEntries(stores, scope, runtime, renewal?.digest);
    const before = renew ? [] : await storedEntries(stores, scope);
    const { upserts, removals } = changesBetween(before, desired);
    if (head !== undefined && !renew && upserts.length + removals.length === 0) return { head, changed: 0 };
    const lineage: LineageId = head === undefined || renew ? idOf('lineage', runtime.uuidv7()) : head.lineage;
    const after = await headOf(stores, scope, desired, { lineage, version: renew ? 1 : (head?.version ?? 0) + 1 });
    try {
      await stores.cardStatus.advance(scope, head, after, [...upserts, ...removals], renewal?.digest);
      return { head: after, changed: upserts.length + removals.length };
    } catch (cause) {
      if (!isOperating(cause, 'store_conflict')) throw cause; // another instance was first: look again
    }
  }
  throw new OperatingError('store_conflict', 'the card-status list did not come to rest');
}

async function desiredEntries(
  stores: CentralStores,
  scope: Scope,
  runtime: Runtime,
  newDigest: SiteKeys['digest'] | undefined,
): Promise<readonly CardEntry[]> {
  const [people, keys] = await Promise.all([stores.people.people(scope), stores.sites.keys(scope)]);
  const digest = newDigest ?? keys.digest;
  const cards = listedCards(people, dayNumber(siteDayOf(runtime.now())));
  const slots = await stores.cardStatus.slots(
    scope,
    cards.map((c) => c.card),
  );
  return listEntries(cards, people.credentials, slots, digestKey(digest.id, Buffer.from(digest.key, 'hex')));
}

/** Words as a store keeps them, from 0 up, and back as the index counts in them, signed. */
function storedWords(high: number, low: number, status: number, holder: number): ListEntry {
  return { high: high >>> 0, low: low >>> 0, status: status >>> 0, holder: holder >>> 0 };
}

export function signedWords({ high, low, status, holder }: ListEntry): CardEntry {
  return { high: high | 0, low: low | 0, status: status | 0, holder: holder | 0 };
}

export async function storedEntries(stores: CentralStores, scope: Scope): Promise<readonly CardEntry[]> {
  return (await stores.cardStatus.entries(scope)).map(signedWords);
}

function changesBetween(before: readonly CardEntry[], desired: readonly CardEntry[]) {
  const { upserts, removals } = diffEntries(before, desired);
  const changed: ListEntry[] = [];
  for (let at = 0; at < upserts.length; at += 4) {
    changed.push(storedWords(upserts[at]!, upserts[at + 1]!, upserts[at + 2]!, upserts[at + 3]!));
  }
  const removed: ListEntry[] = [];
  for (let at = 0; at < removals.length; at += 2) removed.push(storedWords(removals[at]!, removals[at + 1]!, 0, 0));
  return { upserts: changed, removals: removed };
}

async function headOf(
  stores: CentralStores,
  scope: Scope,
  entries: readonly CardEntry[],
  stamp: { readonly lineage: LineageId; readonly version: number },
): Promise<ListHead> {
  const { digest } = await stores.sites.keys(scope);
  const key = digestKey(digest.id, Buffer.from(digest.key, 'hex'));
  const { checksum } = buildIndex({ ...stamp, issuedAt: 0, key }, entries);
  return { ...stamp, checksum };
}
