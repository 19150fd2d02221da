/**
 * The card-status list that answers now. It is swapped whole: a decision holds the index it began with, whatever comes in meanwhile.
 *
 * A list never takes the gate back: the newest one that was in force is noted beside the log, so an older file, however well signed, is
 * seen also after a restart. Blocks that came as commands lie over the list until a newer one is there, restarts included.
 */
import type { CardIndex, DigestKey } from '@portvakt/card-index';
import type { LineageId } from '@portvakt/domain';
import { id, version } from '@portvakt/protocol';
import { z } from 'zod';
import { readIfThere, writeAtomically } from '../../state/atomic-file.ts';
import type { Confirmed } from '../../state/confirmed.ts';
import { type Identity, jsonOf } from '../../state/identity.ts';
import type { Moment } from '../clock/guarded-clock.ts';
import type { ListInForce } from '../tap/judge.ts';
import { loadList } from './list-files.ts';

/** Cards blocked by command at one time, before the next list. */
export const OVERLAID_MAX = 1_000;

const mark = z.strictObject({ v: z.literal(1), lineage: id('lineage'), version });
const overlay = z.strictObject({
  v: z.literal(1),
  lineage: id('lineage'),
  version,
  slots: z.array(z.tuple([z.int().min(0), z.boolean()])).max(OVERLAID_MAX),
});

export interface ListFiles {
  readonly cardStatus: string;
  readonly listMark: string;
  readonly overlay: string;
}

export interface ListHears {
  applied(index: CardIndex): void;
  refused(refusal: string): void;
}

export class ListKeeper {
  readonly #files: ListFiles;
  readonly #me: Identity;
  readonly #breathe: () => Promise<void>;
  readonly #hears: ListHears;
  #index: CardIndex | undefined;
  #confirmedMs: number | undefined;
  #mark: z.infer<typeof mark> | undefined;
  #slots = new Map<number, boolean>();
  #slotsVersion = 0;
  #loading: Promise<void> = Promise.resolve();

  constructor(files: ListFiles, me: Identity, breathe: () => Promise<void>, hears: ListHears) {
    this.#files = files;
    this.#me = me;
    this.#breathe = breathe;
    this.#hears = hears;
  }

  get index(): CardIndex | undefined {
    return this.#index;
  }

  /** What a decision is made with. Age counts from the centre's last word, by the guarded clock. */
  at({ guardedMs }: Moment): ListInForce | undefined {
    const index = this.#index;
    if (index === undefined) return undefined;
    const sinceMs = guardedMs - (this.#confirmedMs ?? index.issuedAt);
    const { lineage, version } = index;
    return {
      index,
      basis: { lineage, version, ageS: Math.max(0, Math.floor(sinceMs / 1_000)) },
      overlaid: (slot) => this.#slots.get(slot),
    };
  }

  /** Reads mark and overlay, once, before the first list. */
  async begin(): Promise<void> {
    this.#mark = mark.safeParse(jsonOf((await readIfThere(this.#files.listMark)) ?? Buffer.of())).data;
    const kept = overlay.safeParse(jsonOf((await readIfThere(this.#files.overlay)) ?? Buffer.of())).data;
    if (kept === undefined) return;
    this.#slots = new Map(kept.slots);
    this.#slotsVersion = kept.version;
  }

  /** Takes what newer list there is on disk. One look at a time; the list in force stays until the new one is whole. */
  refresh(keys: readonly DigestKey[]): Promise<void> {
    this.#loading = this.#loading.then(() => this.#load(keys));
    return this.#loading;
  }

  /** The centre called this list current. Of another than the one in force it says nothing. */
  confirmed({ list, confirmedMs }: Confirmed): void {
    if (list !== null && list.lineage === this.#index?.lineage && list.version === this.#index.version) this.#confirmedMs = confirmedMs;
  }

  /** A block, or its end, that came before the next list. Durable when it resolves. */
  async overlay(lineage: LineageId, slot: number, blocked: boolean): Promise<'done' | 'refused'> {
    if (this.#index?.lineage !== lineage || (this.#slots.size >= OVERLAID_MAX && !this.#slots.has(slot))) return 'refused';
    this.#slots.set(slot, blocked);
    this.#slotsVersion = this.#index.version;
    const kept = { v: 1, lineage, version: this.#slotsVersion, slots: [...this.#slots] };
    await writeAtomically(this.#files.overlay, JSON.stringify(kept));
    return 'done';
  }

  async #load(keys: readonly DigestKey[]): Promise<void> {
    const { index, refusal } = await loadList(this.#files.cardStatus, { me: this.#me, keys, breathe: this.#breathe }, this.#index);
    if (refusal !== undefined) this.#hears.refused(refusal);
    if (index === undefined || index === this.#index) return;
    if (this.#mark?.lineage === index.lineage && index.version < this.#mark.version) {
      this.#hears.refused('older');
      return;
    }
    const isFirst = this.#index === undefined;
    if (index.version > this.#slotsVersion || (!isFirst && index.lineage !== this.#index?.lineage)) this.#slots.clear();
    this.#index = index;
    this.#confirmedMs = undefined;
    const known = this.#mark?.lineage === index.lineage && this.#mark.version === index.version;
    this.#mark = { v: 1, lineage: index.lineage, version: index.version };
    if (!known) {
      this.#hears.applied(index);
      await writeAtomically(this.#files.listMark, JSON.stringify(this.#mark));
    }
  }
}
