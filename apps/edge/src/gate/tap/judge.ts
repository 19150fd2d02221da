/** From what a reader read to the domain's decision, and what the log keeps of the person. No I/O, no wait. */
import { type CardIndex, digestOf, unpackCard } from '@portvakt/card-index';
import {
  type Basis,
  type CardId,
  type CardType,
  type Credential,
  canonicalBytes,
  type Decision,
  type Direction,
  decide,
  type HolderId,
  type KeyId,
  type Language,
  type SitePolicy,
} from '@portvakt/domain';

/** Whom a place in the roster stands for; the gate process keeps no names. */
export interface RosterPlace {
  readonly holder: HolderId;
  readonly card: CardId;
  readonly language: Language;
}

export interface ListInForce {
  readonly index: CardIndex;
  readonly basis: Basis;
  /** Set by a command that came before the next list: the card behind a slot is blocked, or is not. */
  overlaid(slot: number): boolean | undefined;
}

export interface Asked {
  readonly credential: Credential;
  readonly direction: Direction;
  /** Days from 1970-01-01. */
  readonly today: number;
  readonly policy: SitePolicy;
  readonly list: ListInForce | undefined;
  person(slot: number): RosterPlace | undefined;
}

export interface Judged {
  readonly decision: Decision;
  readonly cardType: CardType | null;
  readonly person: RosterPlace | undefined;
  readonly digest: string | null;
  readonly key: KeyId | null;
}

export function judge({ credential, direction, today, policy, list, person }: Asked): Judged {
  if (list === undefined) {
    return {
      decision: decide({ direction, today, card: 'unknown', policy, basis: undefined }),
      cardType: null,
      person: undefined,
      digest: null,
      key: null,
    };
  }
  const { index, basis } = list;
  const { high, low } = digestOf(index.key, canonicalBytes(credential));
  const at = index.find(high, low);
  const listed = at === -1 ? 'unknown' : unpackCard(index.statusWord(at), index.holderWord(at));
  const known = typeof listed === 'string' ? undefined : listed;
  const overlaid = known && list.overlaid(known.slot);
  const card =
    known === undefined
      ? (listed as 'unknown' | 'ambiguous')
      : overlaid === undefined
        ? known.status
        : { ...known.status, blocked: overlaid };
  return {
    decision: decide({ direction, today, card, policy, basis }),
    cardType: known?.status.type ?? null,
    person: known && person(known.slot),
    digest: hexOf(high) + hexOf(low),
    key: index.keyId,
  };
}

const hexOf = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
