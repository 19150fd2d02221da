/** The register of people, enterprises, cards and engagements at the centre. Every row carries owner and site. */
import type {
  Card,
  CardHolder,
  CardId,
  ContractLink,
  Credential,
  CredentialId,
  Engagement,
  Enterprise,
  HolderId,
  Scope,
} from '@portvakt/domain';

/** A credential that was learned at a supervised tap or registered: an alias of a card, never its identity. */
export interface KnownCredential {
  readonly id: CredentialId;
  readonly card: CardId;
  readonly credential: Credential;
}

/** Everything about one site's people, as it holds now. */
export interface SitePeople {
  readonly holders: readonly CardHolder[];
  readonly enterprises: readonly Enterprise[];
  readonly cards: readonly Card[];
  readonly credentials: readonly KnownCredential[];
  readonly engagements: readonly Engagement[];
  readonly chain: readonly ContractLink[];
}

export interface PeopleStore {
  people(scope: Scope): Promise<SitePeople>;
  /** All engagement rows ever recorded, superseded ones too: the list of a past day is told from them. */
  engagementHistory(scope: Scope): Promise<readonly Engagement[]>;
  putEnterprises(scope: Scope, enterprises: readonly Enterprise[], chain: readonly ContractLink[]): Promise<void>;
  putHolders(scope: Scope, holders: readonly CardHolder[]): Promise<void>;
  putCards(scope: Scope, cards: readonly Card[]): Promise<void>;
  putCredentials(scope: Scope, credentials: readonly KnownCredential[]): Promise<void>;
  /** Appends; a row that supersedes names the row it replaces. Never updates. */
  recordEngagements(scope: Scope, engagements: readonly Engagement[]): Promise<void>;
  /**
   * Sets or lifts a block. `undefined` lifts, and `lifted` then tells by whom and why, for the history. Answers whether the card
   * exists at that site's owner.
   */
  setBlock(scope: Scope, card: CardId, blocked: Card['blocked'], lifted?: Card['blocked']): Promise<boolean>;
  holder(scope: Scope, holder: HolderId): Promise<CardHolder | undefined>;
}
