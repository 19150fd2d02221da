/**
 * The centre's stores for a program that only looks, beside the centre that runs or without it. A file is opened by one connection that
 * cannot write. Nothing is brought up to this version, for that would be writing.
 */
import type { CentralStores } from '@portvakt/ports';
import { agentStore } from '../central/agents/agents.ts';
import { listCheckStore } from '../central/desk/list-checks.ts';
import { ledgerStore } from '../central/ledger/ledger.ts';
import { peopleStore } from '../central/people/people.ts';
import { siteStore } from '../central/sites.ts';
import { openFileReader } from '../file/file-database.ts';
import { checkMigrated } from '../migrate/migrate.ts';
import { openDatabase } from '../open-database.ts';

/** Over a file, their writing calls throw. */
export type CentralReader = Pick<CentralStores, 'sites' | 'people' | 'agents' | 'ledger' | 'checks' | 'close'>;

const ON_A_SERVER = /^(libsql|https?):\/\//;

/** `place`: a path, or the address of a libSQL server. Rejects with `store_unavailable` (not there, or of an older form), `store_newer` or `store_corrupt`. */
export async function openCentralReader(place: string): Promise<CentralReader> {
  const database = await (ON_A_SERVER.test(place) ? openDatabase(place) : openFileReader(place));
  try {
    await checkMigrated(database, 'central');
  } catch (cause) {
    await database.close();
    throw cause;
  }
  return {
    sites: siteStore(database),
    people: peopleStore(database),
    agents: agentStore(database),
    ledger: ledgerStore(database),
    checks: listCheckStore(database),
    close: () => database.close(),
  };
}
