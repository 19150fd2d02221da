/**
 * The card-status list on its way down. The link checks what it gets as the gate will, so that nothing is put before the gate that it
 * would refuse, and knows from that what to ask for next. A list that does not fit what we have is asked for whole.
 */
import { type CardIndex, type DigestKey, ENTRY_LENGTH, type ListRefusal } from '@portvakt/card-index';
import { OperatingError } from '@portvakt/ports';
import { DELTAS_MAX, type ListAddress, loadList, readWith, storeDelta, storeSnapshot } from '../gate/list/list-files.ts';
import { loadListKeys, openListKey, storeListKey } from '../gate/list/list-keys.ts';
import type { Identity } from '../state/identity.ts';
import type { StateDir } from '../state/state-dir.ts';
import type { CentreClient } from './centre-client.ts';

export interface ListPullParts {
  readonly client: CentreClient;
  readonly dir: Pick<StateDir, 'cardStatus' | 'listKeys'>;
  readonly me: Identity;
  breathe(): Promise<void>;
  refused(refusal: ListRefusal | 'key'): void;
}

export class ListPull {
  readonly #parts: ListPullParts;
  #index: CardIndex | undefined;
  #keys: readonly DigestKey[] = [];
  #deltas = 0;
  #deltaBytes = 0;

  constructor(parts: ListPullParts) {
    this.#parts = parts;
  }

  /** Which list lies there for the gate. */
  get held(): { readonly lineage: CardIndex['lineage']; readonly version: number } | null {
    return this.#index === undefined ? null : { lineage: this.#index.lineage, version: this.#index.version };
  }

  async begin(): Promise<void> {
    const { dir, me } = this.#parts;
    this.#keys = await loadListKeys(dir.listKeys, me);
    const loaded = await loadList(dir.cardStatus, this.#address());
    // what is refused is as good as not there: the whole list is fetched over it
    this.#index = loaded.refusal === undefined ? loaded.index : undefined;
    this.#deltas = loaded.deltas;
  }

  /** Asks for what is new. `current`: the centre says that ours is; `changed`: there is a newer one on disk now. */
  async pull(): Promise<'current' | 'changed' | 'refused'> {
    if (this.#keys.length === 0) await this.pullKey();
    const first = await this.#fetch(this.#isLong() ? undefined : this.#index);
    if (first === 'foreign_key') {
      await this.pullKey();
      return settled(await this.#fetch(undefined), this.#parts);
    }
    if (first === 'gap' || first === 'checksum' || first === 'lineage') return settled(await this.#fetch(undefined), this.#parts);
    return settled(first, this.#parts);
  }

  async pullKey(): Promise<void> {
    const { client, dir, me } = this.#parts;
    const answer = await client.ask({ method: 'GET', path: 'list-key' });
    if (!answer.ok) throw new OperatingError('link_busy', `no list key: ${answer.code ?? answer.status}`);
    const key = openListKey(answer.bytes, me);
    if (key === undefined) {
      this.#parts.refused('key');
      return;
    }
    if (this.#keys.some((known) => known.id === key.id)) return;
    await storeListKey(dir.listKeys, key.id, answer.bytes);
    this.#keys = await loadListKeys(dir.listKeys, me);
  }

  async #fetch(held: CardIndex | undefined): Promise<'current' | 'changed' | ListRefusal> {
    const { client, dir } = this.#parts;
    const query = held === undefined ? {} : { lineage: held.lineage, from: held.version, checksum: held.checksum };
    const answer = await client.ask({ method: 'GET', path: 'card-status', query });
    if (!answer.ok) throw new OperatingError('link_busy', `no list: ${answer.code ?? answer.status}`);
    if (answer.status === 204) return 'current';
    const before = this.#index;
    // an index may stand in the very bytes it was read from, so those that are written out are others
    const read = await readWith(Uint8Array.from(answer.bytes), this.#address(), before);
    if (!read.ok) return read.refusal;
    if (read.kind === 'snapshot') {
      await storeSnapshot(dir.cardStatus, answer.bytes);
      [this.#deltas, this.#deltaBytes] = [0, 0];
    } else {
      await storeDelta(dir.cardStatus, before?.version ?? 0, read.index.version, answer.bytes);
      this.#deltas += 1;
      this.#deltaBytes += answer.bytes.length;
    }
    this.#index = read.index;
    return before?.lineage === read.index.lineage && before.version === read.index.version ? 'current' : 'changed';
  }

  /** So many deltas that the whole list is less to read. */
  #isLong(): boolean {
    return this.#deltas >= DELTAS_MAX || (this.#deltas > 1 && this.#deltaBytes > (this.#index?.size ?? 0) * ENTRY_LENGTH);
  }

  #address(): ListAddress {
    return { me: this.#parts.me, keys: this.#keys, breathe: this.#parts.breathe };
  }
}

function settled(outcome: 'current' | 'changed' | ListRefusal, { refused }: ListPullParts): 'current' | 'changed' | 'refused' {
  if (outcome === 'current' || outcome === 'changed') return outcome;
  refused(outcome);
  return 'refused';
}
