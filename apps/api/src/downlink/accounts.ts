/** Who may sign in at the site with the uplink cut: accounts with a role there, with the hash of their password, sealed to one agent. */
import type { Agent, CentralStores, Runtime } from '@portvakt/ports';
import type { AccountsList } from '@portvakt/protocol';
import { type SignedText, seal, signText } from '@portvakt/trust';
import { instant } from '../central.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { addressedTo } from './addressed.ts';

/** After so long without news nobody signs in at the edge by them. */
export const VALID_FOR_MS = 7 * 86_400_000;

export async function makeAccounts(
  stores: CentralStores,
  signIn: SignIn,
  runtime: Runtime,
  agent: Agent,
  version: number,
): Promise<SignedText> {
  const [roles, keys] = await Promise.all([stores.roles.roles(agent.scope), stores.sites.keys(agent.scope)]);
  const credentials = await signIn.credentials(roles.map((r) => r.account));
  const content: AccountsList = {
    accounts: roles.flatMap(({ account, role }) => {
      const known = credentials.get(account);
      return known === undefined ? [] : [{ account, name: known.name, email: known.email, role, passwordHash: known.passwordHash }];
    }),
  };
  const sealed = seal('accounts', Buffer.from(JSON.stringify(content), 'utf8'), agent.sealingKey);
  const payload = { kind: 'accounts', ...addressedTo(agent, version, runtime), validUntil: instant(runtime, VALID_FOR_MS), sealed };
  return signText('accounts', JSON.stringify(payload), keys.signing.privateKey);
}
