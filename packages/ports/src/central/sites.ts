import type { AgentId, GateId, KeyId, OwnerId, ReaderId, Scope, Site, SiteId } from '@portvakt/domain';

export interface Owner {
  readonly id: OwnerId;
  readonly name: string;
}

/** How a reader or gate is wired to the box at the site. Meaning belongs to firmware-bridge; here it is text that is carried. */
export interface Equipment {
  readonly agent: AgentId | undefined;
  readonly connection: string;
  readonly readers: readonly ReaderId[];
  readonly gates: readonly GateId[];
}

/** Keys of a site at the centre. The private ones never leave it. */
export interface SiteKeys {
  /** Ed25519, signs what goes down. Base64url DER. */
  readonly signing: { readonly publicKey: string; readonly privateKey: string };
  /** X25519, opens sealed credentials that come up. */
  readonly sealing: { readonly publicKey: string; readonly privateKey: string };
  /** SipHash key of the card-status list, 16 bytes as hex, and its name. */
  readonly digest: { readonly id: KeyId; readonly key: string };
}

export interface SiteStore {
  owners(): Promise<readonly Owner[]>;
  putOwner(owner: Owner): Promise<void>;
  sites(): Promise<readonly Site[]>;
  site(id: SiteId): Promise<Site | undefined>;
  siteByCode(code: string): Promise<Site | undefined>;
  /** Adds or replaces the site's description (gates, zones, policy). Its keys are made once, by the first call. */
  putSite(site: Site, keys: SiteKeys): Promise<void>;
  keys(scope: Scope): Promise<SiteKeys>;
  equipment(scope: Scope): Promise<readonly Equipment[]>;
  putEquipment(scope: Scope, equipment: readonly Equipment[]): Promise<void>;
}
