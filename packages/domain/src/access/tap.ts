import type { Credential } from '../card/credential.ts';
import type { GateId, PortalId, ReaderId, TapId } from '../identity.ts';
import type { Direction } from '../site/site.ts';

/** A card was shown. Not a decision, not a passage. */
export interface Tap {
  readonly id: TapId;
  readonly gate: GateId;
  readonly portal: PortalId;
  readonly reader: ReaderId;
  readonly direction: Direction;
  readonly credential: Credential;
}
