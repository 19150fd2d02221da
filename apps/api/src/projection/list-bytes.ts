/** The card-status list as an agent gets it: a delta from what it has, a snapshot where there is none to be made, nothing when it is current. */
import { buildIndex, type CardEntry, cardDelta, digestKey, encodeDelta, encodeSnapshot } from '@portvakt/card-index';
import type { LineageId } from '@portvakt/domain';
import { type Agent, type CentralStores, type ListHead, OperatingError, type Runtime, type SiteKeys } from '@portvakt/ports';
import { signBytes } from '@portvakt/trust';
import { signedWords, storedEntries } from './project-site.ts';

const TRIES_MAX = 8;

/** What the agent says it has. */
export interface ListHeld {
  readonly lineage: LineageId;
  readonly version: number;
  /** Of its index; where it is not told, this process may still know it. */
  readonly checksum: string | undefined;
}

/** `undefined`: the agent has the newest. */
export async function listBytes(
  stores: CentralStores,
  runtime: Runtime,
  agent: Agent,
  held: ListHeld | undefined,
): Promise<Uint8Array | undefined> {
  const { scope } = agent;
  const { head, keys, entries, changes } = await readStill(stores, agent, held);
  const key = digestKey(keys.digest.id, Buffer.from(keys.digest.key, 'hex'));
  if (held !== undefined && head.lineage === held.lineage && head.version === held.version) return undefined;

  const index = buildIndex({ lineage: head.lineage, version: head.version, issuedAt: runtime.now(), key }, [...entries]);
  const address = { owner: scope.owner, site: scope.site, agent: agent.id };
  const sign = (bytes: Uint8Array) => Buffer.from(signBytes('card-status', bytes, keys.signing.privateKey), 'base64url');
  if (held?.checksum === undefined || changes === undefined) return encodeSnapshot({ ...address, index }, sign);
  const isRemoval = (e: CardEntry) => e.holder === 0;
  const delta = cardDelta(
    changes.filter((e) => !isRemoval(e)),
    changes.filter(isRemoval),
  );
  return encodeDelta({ ...address, before: { version: held.version, checksum: held.checksum }, after: index, delta }, sign);
}

interface StillList {
  readonly head: ListHead;
  /** The key changes only with the head, so it is the one the entries were digested under. */
  readonly keys: SiteKeys;
  readonly entries: readonly CardEntry[];
  /** `undefined`: the list no longer reaches back to what the agent has. */
  readonly changes: readonly CardEntry[] | undefined;
}

/** Head, entries and changes of one version: read again when another version came in between. */
async function readStill({ cardStatus, ...stores }: CentralStores, { scope }: Agent, held: ListHeld | undefined): Promise<StillList> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const head = await cardStatus.head(scope);
    if (head === undefined) throw new TypeError('a site has a list from the moment it is made');
    const reaches = held !== undefined && held.lineage === head.lineage && held.version <= head.version;
    const changes = reaches ? await cardStatus.changedAfter(scope, held.version) : undefined;
    const keys = await stores.sites.keys(scope);
    const entries = await storedEntries({ cardStatus, ...stores }, scope);
    const after = await cardStatus.head(scope);
    if (after?.lineage === head.lineage && after.version === head.version)
      return { head, keys, entries, changes: changes?.map(signedWords) };
  }
  throw new OperatingError('store_conflict', 'the card-status list did not come to rest');
}
