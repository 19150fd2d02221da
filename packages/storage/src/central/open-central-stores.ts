/** All that the centre keeps, over one database: a file of this machine, or a libSQL server. */
import type { CentralStores } from '@portvakt/ports';
import type { Database } from '../database/database.ts';
import { migrate } from '../migrate/migrate.ts';
import { type OpenOptions, openDatabase } from '../open-database.ts';
import { agentStore } from './agents/agents.ts';
import { commandStore } from './agents/commands.ts';
import { cardStatusStore } from './card-status.ts';
import { auditStore } from './desk/audit.ts';
import { changeStore } from './desk/changes.ts';
import { listCheckStore } from './desk/list-checks.ts';
import { roleStore } from './desk/roles.ts';
import { ledgerStore } from './ledger/ledger.ts';
import { peopleStore } from './people/people.ts';
import { siteStore } from './sites.ts';

/**
 * Opens the stores and brings them up to this version. `file:` URLs need `create` where there is no file yet. Several programs may
 * hold the same database open. Rejects with `store_newer`, `store_corrupt` or `store_unavailable`.
 */
export async function openCentralStores(url: string, options: OpenOptions = {}): Promise<CentralStores & { readonly database: Database }> {
  const database = await openDatabase(url, options);
  try {
    await migrate(database, 'central');
  } catch (cause) {
    await database.close();
    throw cause;
  }
  return {
    database,
    sites: siteStore(database),
    people: peopleStore(database),
    agents: agentStore(database),
    commands: commandStore(database),
    cardStatus: cardStatusStore(database),
    ledger: ledgerStore(database),
    checks: listCheckStore(database),
    roles: roleStore(database),
    audit: auditStore(database),
    changes: changeStore(database),
    close: () => database.close(),
  };
}
