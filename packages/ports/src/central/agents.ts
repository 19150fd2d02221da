import type { AgentId, CommandId, Scope, SiteId } from '@portvakt/domain';

export interface Agent {
  readonly id: AgentId;
  readonly scope: Scope;
  readonly name: string;
  /** Ed25519 and X25519 public keys the box made for itself, base64url DER. */
  readonly signingKey: string;
  readonly sealingKey: string;
  /** The epoch the centre gave out last: writes of an older one are refused. */
  readonly epoch: number;
  readonly enrolledAt: string;
  /** RFC 3339. */
  readonly lastHeardAt: string | undefined;
  /** What it told last about itself: JSON text, bounded. */
  readonly status: string | undefined;
}

export interface AgentStore {
  /** A one-time code, kept as its SHA-256 (hex). `expiresAt` RFC 3339. */
  putEnrolCode(scope: Scope, codeHash: string, expiresAt: string): Promise<void>;
  /** Takes the code and adds or renews the agent in one transaction. `undefined`: no such code, used, or past its time. */
  enrol(codeHash: string, now: string, make: (scope: Scope) => Agent): Promise<Agent | undefined>;
  agent(id: AgentId): Promise<Agent | undefined>;
  agents(site: SiteId): Promise<readonly Agent[]>;
  heard(id: AgentId, at: string, status: string | undefined): Promise<void>;
  /** Gives out the next epoch, fencing off whoever still writes in the one before. */
  nextEpoch(id: AgentId): Promise<number>;
}

/** An order from the centre to the edge. The payload carries its own expiry and nonce, and is signed. */
export interface StoredCommand {
  readonly id: CommandId;
  readonly scope: Scope;
  readonly agent: AgentId;
  readonly kind: string;
  /** The signed text that goes down. */
  readonly payload: string;
  readonly signature: string;
  readonly expiresAt: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly outcome: string | undefined;
  readonly outcomeAt: string | undefined;
}

export interface CommandStore {
  put(command: StoredCommand): Promise<void>;
  /** Without outcome and not past their expiry, oldest first. */
  pending(agent: AgentId, now: string, limit: number): Promise<readonly StoredCommand[]>;
  command(scope: Scope, id: CommandId): Promise<StoredCommand | undefined>;
  setOutcome(scope: Scope, id: CommandId, outcome: string, at: string): Promise<void>;
}
