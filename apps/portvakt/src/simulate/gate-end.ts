/** One gate from the street's side: a card can be held to it, and it can be seen to open. */
import type { Credential, Direction } from '@portvakt/domain';

export interface GateVisit {
  readonly direction: Direction;
  readonly credential: Credential;
  /** How often the reader reads the card while it is held there. */
  readonly reads: number;
  /** Whether the person changes their mind in an open turnstile. */
  readonly turnsRound: boolean;
}

export interface GateOutcome {
  readonly opened: boolean;
  readonly walked: boolean;
}

export interface GateEnd {
  readonly plate: string;
  /** Holds the card to the reader and waits for what the barrier does. One visit at a time. */
  visit(visit: GateVisit): Promise<GateOutcome>;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

/** How long a person waits at a barrier that does nothing before walking away. */
export const PATIENCE_MS = 5_000;
/** From the release to being through. */
export const WALK_MS = 350;
