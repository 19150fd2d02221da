/**
 * The first administrator, made while there is no account and never again. There is no default password because there is no default account.
 *
 * The claim is a row that only one of many requests can write, on any instance; one left behind by a crash half-way ends by itself.
 */
import { idOf } from '@portvakt/domain';
import type { Runtime, SiteStore } from '@portvakt/ports';
import type { Accounts, NewAccount } from './accounts.ts';
import type { Auth } from './auth.ts';

const CLAIM_HOLDS_MS = 60_000;

export interface FirstRun {
  open(): Promise<boolean>;
  setUp(ownerName: string, administrator: NewAccount): Promise<'done' | 'already_set_up'>;
}

export function firstRun(auth: Auth, accounts: Accounts, sites: SiteStore, runtime: Runtime): FirstRun {
  return {
    open: () => accounts.none(),
    setUp: async (ownerName, administrator) => {
      if (!(await accounts.none())) return 'already_set_up';
      const { internalAdapter } = await auth.$context;
      const window = Math.floor(runtime.now() / CLAIM_HOLDS_MS);
      const expiresAt = new Date((window + 2) * CLAIM_HOLDS_MS);
      // this minute's claim and the next one's: two requests on either side of the turn still meet in one of them
      for (const minute of [window, window + 1]) {
        if (!(await internalAdapter.reserveVerificationValue({ identifier: `first-run:${minute}`, value: '', expiresAt })))
          return 'already_set_up';
      }
      if (!(await accounts.none())) return 'already_set_up';
      const [owner] = await sites.owners();
      await sites.putOwner({ id: owner?.id ?? idOf('owner', runtime.uuidv7()), name: ownerName });
      return (await accounts.add(administrator)) === 'taken' ? 'already_set_up' : 'done';
    },
  };
}
