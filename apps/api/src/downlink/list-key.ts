/** The key of the list's digests, sealed to the agent: the one thing that turns a card that was read into a place on the list. */
import type { Agent, CentralStores, Runtime } from '@portvakt/ports';
import { type SignedText, seal, signText } from '@portvakt/trust';
import { addressedTo } from './addressed.ts';

export async function makeListKey(stores: CentralStores, runtime: Runtime, agent: Agent): Promise<SignedText> {
  const keys = await stores.sites.keys(agent.scope);
  const sealed = seal('list-key', Buffer.from(keys.digest.key, 'hex'), agent.sealingKey);
  const payload = { kind: 'list-key', ...addressedTo(agent, 1, runtime), key: keys.digest.id, sealed };
  return signText('card-status', JSON.stringify(payload), keys.signing.privateKey);
}
