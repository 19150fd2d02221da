import type { AgentStore, CommandStore } from './agents.ts';
import type { CardStatusStore } from './card-status.ts';
import type { AuditStore, ChangeStore, ListCheckStore, RoleStore } from './desk-records.ts';
import type { LedgerStore } from './ledger.ts';
import type { PeopleStore } from './people.ts';
import type { SiteStore } from './sites.ts';

/** All that the centre keeps. */
export interface CentralStores {
  readonly sites: SiteStore;
  readonly people: PeopleStore;
  readonly agents: AgentStore;
  readonly commands: CommandStore;
  readonly cardStatus: CardStatusStore;
  readonly ledger: LedgerStore;
  readonly checks: ListCheckStore;
  readonly roles: RoleStore;
  readonly audit: AuditStore;
  readonly changes: ChangeStore;
  close(): Promise<void>;
}
