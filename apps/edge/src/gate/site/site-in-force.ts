/** The site as the centre described it to this box: its gates, zones and policy, and how its equipment is wired. */
import type { Site } from '@portvakt/domain';
import { type SiteConfig, siteConfig } from '@portvakt/protocol';
import type { Identity } from '../../state/identity.ts';
import { type PaperRefusal, readPaper } from '../../state/paper.ts';

export interface SiteInForce {
  readonly version: number;
  readonly site: Site;
  readonly equipment: SiteConfig['equipment'];
}

export function readSite(bytes: Uint8Array, me: Identity, inForce?: SiteInForce): SiteInForce | PaperRefusal {
  const read = readPaper(bytes, 'site-config', siteConfig, me, inForce?.version);
  if (!read.ok) return read.refusal;
  const { version, description, equipment } = read.value;
  return { version, site: { ...description, listKeeper: description.listKeeper }, equipment };
}
