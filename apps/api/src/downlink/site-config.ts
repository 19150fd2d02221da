/** What the box at the site is told of the site: its gates and zones, its policy, and how its equipment is wired to it. */
import type { Agent, CentralStores, Runtime } from '@portvakt/ports';
import { equipment, siteConfig } from '@portvakt/protocol';
import { type SignedText, signText } from '@portvakt/trust';
import { addressedTo } from './addressed.ts';

export async function makeSiteConfig(stores: CentralStores, runtime: Runtime, agent: Agent, version: number): Promise<SignedText> {
  const [site, wired, keys] = await Promise.all([
    stores.sites.site(agent.scope.site),
    stores.sites.equipment(agent.scope),
    stores.sites.keys(agent.scope),
  ]);
  if (site === undefined) throw new TypeError('an agent has a site');
  const own = wired.filter((e) => e.agent === undefined || e.agent === agent.id);
  // parsed as the agent will: a site that cannot be sent is a fault to see here
  const payload = siteConfig.parse({
    kind: 'site-config',
    ...addressedTo(agent, version, runtime),
    description: { ...site, listKeeper: site.listKeeper },
    equipment: own.map((e) => equipment.parse(JSON.parse(e.connection))),
  });
  return signText('site-config', JSON.stringify(payload), keys.signing.privateKey);
}
