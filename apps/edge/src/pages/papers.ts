/**
 * What came down, opened for the pages: the site's description, its people, its accounts. Looked at again when a file changed; a paper
 * that is refused leaves the last good one in force.
 */
import type { Site } from '@portvakt/domain';
import { type AccountsList, accountsList, accountsPayload, type RosterPeople, siteConfig } from '@portvakt/protocol';
import { unseal } from '@portvakt/trust';
import { readIfThere } from '../state/atomic-file.ts';
import { type Identity, jsonOf } from '../state/identity.ts';
import { readPaper } from '../state/paper.ts';
import { type OpenedRoster, readRoster } from '../state/roster.ts';
import type { StateDir } from '../state/state-dir.ts';
import { type WatchedFile, watchedFile } from '../state/watched-file.ts';

export interface OpenedAccounts {
  readonly version: number;
  readonly issuedMs: number;
  /** After this nobody signs in by them. */
  readonly validUntilMs: number;
  readonly accounts: AccountsList['accounts'];
}

export interface Papers {
  readonly site: Site | undefined;
  readonly roster: OpenedRoster<RosterPeople> | undefined;
  readonly accounts: OpenedAccounts | undefined;
  /** Reads what changed. Answers which of them did. */
  look(nowMs: number): Promise<readonly ('site' | 'roster' | 'accounts')[]>;
}

export function openPapers(dir: StateDir, me: Identity, refused: (paper: string, why: string) => void): Papers {
  const files = { site: watchedFile(dir.siteConfig), roster: watchedFile(dir.roster), accounts: watchedFile(dir.accounts) };
  const state: {
    site: Site | undefined;
    siteVersion: number;
    roster: OpenedRoster<RosterPeople> | undefined;
    accounts: OpenedAccounts | undefined;
  } = {
    site: undefined,
    siteVersion: 0,
    roster: undefined,
    accounts: undefined,
  };
  const read = async (
    name: 'site' | 'roster' | 'accounts',
    path: string,
    file: WatchedFile,
    take: (bytes: Uint8Array) => string | undefined,
  ): Promise<boolean> => {
    if (!(await file.changed())) return false;
    const bytes = await readIfThere(path);
    const refusal = bytes === undefined ? undefined : take(bytes);
    if (refusal !== undefined) refused(name, refusal);
    return bytes !== undefined && refusal === undefined;
  };
  const takeSite = (bytes: Uint8Array) => {
    const paper = readPaper(bytes, 'site-config', siteConfig, me, state.siteVersion);
    if (!paper.ok) return paper.refusal;
    const { description, version } = paper.value;
    state.site = { ...description, listKeeper: description.listKeeper };
    state.siteVersion = version;
    return undefined;
  };
  const takeRoster = (bytes: Uint8Array) => {
    const opened = readRoster(bytes, me, state.roster?.version);
    if (typeof opened === 'string') return opened;
    state.roster = opened;
    return undefined;
  };
  const takeAccounts = (bytes: Uint8Array) => {
    const paper = readPaper(bytes, 'accounts', accountsPayload, me, state.accounts?.version);
    if (!paper.ok) return paper.refusal;
    const { version, issuedAt, validUntil, sealed } = paper.value;
    const plain = unseal('accounts', sealed, me.sealing);
    const list = plain && accountsList.safeParse(jsonOf(plain)).data;
    if (list === undefined) return 'shape';
    state.accounts = { version, issuedMs: Date.parse(issuedAt), validUntilMs: Date.parse(validUntil), accounts: list.accounts };
    return undefined;
  };
  return {
    get site() {
      return state.site;
    },
    get roster() {
      return state.roster;
    },
    get accounts() {
      return state.accounts;
    },
    look: async (nowMs) => {
      const changed: ('site' | 'roster' | 'accounts')[] = [];
      if (await read('site', dir.siteConfig, files.site, takeSite)) changed.push('site');
      if (await read('roster', dir.roster, files.roster, takeRoster)) changed.push('roster');
      if (await read('accounts', dir.accounts, files.accounts, takeAccounts)) changed.push('accounts');
      if (state.roster !== undefined && nowMs > state.roster.deleteAfterMs) {
        state.roster = undefined; // its own clock: names that are past their time are not shown, heard of or not
        changed.push('roster');
      }
      return changed;
    },
  };
}
