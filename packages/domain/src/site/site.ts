/** A building or construction site and what stands at its border. */
import type { EnterpriseId, GateId, OwnerId, PortalId, ReaderId, SiteId, ZoneId } from '../identity.ts';
import type { SitePolicy } from './policy.ts';

export interface Site {
  readonly id: SiteId;
  readonly owner: OwnerId;
  /** Short and stable, in URLs and file names: lower-case letters, digits and hyphens. */
  readonly code: string;
  readonly name: string;
  readonly address: string;
  /** Byggherre (§ 15 b). */
  readonly client: EnterpriseId;
  /** Who keeps the list by written agreement, when it is not the client. */
  readonly listKeeper: EnterpriseId | undefined;
  readonly zones: readonly Zone[];
  readonly gates: readonly Gate[];
  readonly policy: SitePolicy;
}

/** An area people are counted in. Exactly one zone of a site is `outside`. */
export interface Zone {
  readonly id: ZoneId;
  readonly name: string;
  readonly outside: boolean;
}

/** A barrier: turnstile, door or vehicle boom. */
export interface Gate {
  readonly id: GateId;
  /** What stands on its plate: `P1`. */
  readonly plate: string;
  readonly name: string;
  /** The best evidence of a passage that its hardware can give. */
  readonly evidence: Evidence;
  readonly portals: readonly Portal[];
}

/** How we know that someone went through: a turn sensor, a door contact, or only that we opened. */
export type Evidence = 'sensed' | 'inferred' | 'assumed';

export type Direction = 'in' | 'out';

/** One direction through a gate. */
export interface Portal {
  readonly id: PortalId;
  readonly direction: Direction;
  readonly from: ZoneId;
  readonly to: ZoneId;
  readonly readers: readonly Reader[];
}

export interface Reader {
  readonly id: ReaderId;
  readonly name: string;
}
