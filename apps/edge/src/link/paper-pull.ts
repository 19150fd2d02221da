/** One kind of paper on its way down: fetched when there is a newer one, checked as its readers will, and left on disk as it came. */
import { rm } from 'node:fs/promises';
import { OperatingError } from '@portvakt/ports';
import { accountsPayload, siteConfig } from '@portvakt/protocol';
import { readIfThere, writeAtomically } from '../state/atomic-file.ts';
import type { Identity } from '../state/identity.ts';
import { readPaper } from '../state/paper.ts';
import { readRoster } from '../state/roster.ts';
import type { StateDir } from '../state/state-dir.ts';
import type { CentreClient } from './centre-client.ts';

export type PaperName = 'site-config' | 'roster' | 'accounts';

interface Known {
  readonly version: number;
  /** When it must be gone, heard of or not; milliseconds since 1970 UTC. */
  readonly deleteAfterMs?: number;
}

/** Reads a paper as far as is needed to trust and to date it; a text says why not. */
type ReadPaper = (bytes: Uint8Array, me: Identity, atLeast: number) => Known | string;

const readers: Readonly<Record<PaperName, ReadPaper>> = {
  'site-config': (bytes, me, atLeast) => {
    const read = readPaper(bytes, 'site-config', siteConfig, me, atLeast);
    return read.ok ? { version: read.value.version } : read.refusal;
  },
  roster: (bytes, me, atLeast) => readRoster(bytes, me, atLeast),
  accounts: (bytes, me, atLeast) => {
    const read = readPaper(bytes, 'accounts', accountsPayload, me, atLeast);
    return read.ok ? { version: read.value.version } : read.refusal;
  },
};

export class PaperPull {
  readonly name: PaperName;
  readonly #path: string;
  readonly #me: Identity;
  readonly #client: CentreClient;
  readonly #refused: (paper: PaperName, why: string) => void;
  #known: Known | undefined;

  constructor(name: PaperName, dir: StateDir, me: Identity, client: CentreClient, refused: (paper: PaperName, why: string) => void) {
    this.name = name;
    this.#path = { 'site-config': dir.siteConfig, roster: dir.roster, accounts: dir.accounts }[name];
    this.#me = me;
    this.#client = client;
    this.#refused = refused;
  }

  async begin(): Promise<void> {
    const bytes = await readIfThere(this.#path);
    const read = bytes && readers[this.name](bytes, this.#me, 0);
    this.#known = typeof read === 'string' ? undefined : read;
  }

  async pull(): Promise<'current' | 'changed' | 'refused'> {
    const answer = await this.#client.ask({ method: 'GET', path: this.name, query: { have: this.#known?.version } });
    if (!answer.ok) throw new OperatingError('link_busy', `no ${this.name}: ${answer.code ?? answer.status}`);
    if (answer.status === 204) return 'current';
    const read = readers[this.name](answer.bytes, this.#me, this.#known?.version ?? 0);
    if (typeof read === 'string') {
      this.#refused(this.name, read);
      return 'refused';
    }
    await writeAtomically(this.#path, answer.bytes);
    this.#known = read;
    return 'changed';
  }

  /** A paper with an end of its own goes when that has come, also with the uplink cut. */
  async deleteIfDue(nowMs: number): Promise<boolean> {
    if (nowMs <= (this.#known?.deleteAfterMs ?? Number.POSITIVE_INFINITY)) return false;
    await rm(this.#path, { force: true });
    this.#known = undefined;
    return true;
  }
}
