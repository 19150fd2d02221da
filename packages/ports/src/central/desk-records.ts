/** What people do at the desk: checks of the list, roles, the audit, and the feed of what changed. */
import type { AccountId, ListCheck, OwnerId, Scope, SiteDay, SiteId } from '@portvakt/domain';

export type Role = 'site_manager' | 'safety_representative' | 'client' | 'guard' | 'administrator';

export interface AccountRole {
  readonly account: AccountId;
  readonly owner: OwnerId;
  readonly site: SiteId;
  readonly role: Role;
}

export interface ListCheckStore {
  put(scope: Scope, check: ListCheck): Promise<void>;
  /** The newest check of each day in the period, inclusive. */
  checks(scope: Scope, from: SiteDay, until: SiteDay): Promise<readonly ListCheck[]>;
}

export interface RoleStore {
  rolesOf(account: AccountId): Promise<readonly AccountRole[]>;
  roles(scope: Scope): Promise<readonly AccountRole[]>;
  putRole(role: AccountRole): Promise<void>;
}

/** Who read or changed what, when; never the data itself. */
export interface AuditLine {
  readonly scope: Scope;
  readonly at: string;
  readonly account: string;
  readonly action: string;
  readonly subject: string;
}

export interface AuditStore {
  put(line: AuditLine): Promise<void>;
  lines(scope: Scope, limit: number): Promise<readonly AuditLine[]>;
}

export type ChangeTopic = 'ledger' | 'people' | 'card_status' | 'roster' | 'accounts' | 'site' | 'commands' | 'list_check' | 'agent';

/** One row per change, written in the transaction of the change itself, so that any instance of the centre can tell its listeners. */
export interface ChangeStore {
  latest(): Promise<number>;
  /** Oldest first. */
  after(
    position: number,
    limit: number,
  ): Promise<readonly { readonly position: number; readonly scope: Scope; readonly topic: ChangeTopic }[]>;
}
