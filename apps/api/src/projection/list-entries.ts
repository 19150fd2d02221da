/** The card-status list of a site as it should be: one entry a credential, made of cards, credentials and engagements. */
import { ambiguousEntry, type CardEntry, cardEntry, type DigestKey, digestOf } from '@portvakt/card-index';
import { type Card, type CardId, type CardStatus, canonicalBytes, cardStatusAt, type Engagement, type HolderId } from '@portvakt/domain';
import type { SitePeople } from '@portvakt/ports';

/** A card that has an entry at this site, with what the entry says. */
export interface ListedStatus {
  readonly card: CardId;
  readonly status: CardStatus;
}

/** The cards that are on the list today (days from 1970-01-01). One whose holder is not engaged here is not on it. */
export function listedCards(people: Pick<SitePeople, 'cards' | 'engagements'>, today: number): readonly ListedStatus[] {
  const engagements = Map.groupBy(people.engagements, (e): HolderId => e.holder);
  return people.cards.flatMap((card) => listed(card, engagements.get(card.holder) ?? [], today));
}

function listed(card: Card, engagements: readonly Engagement[], today: number): readonly ListedStatus[] {
  const status = cardStatusAt(card, engagements, today);
  return status === undefined ? [] : [{ card: card.id, status }];
}

/** The entries of those cards' credentials. A digest that several cards share stands for none of them: it is refused and raised. */
export function listEntries(
  cards: readonly ListedStatus[],
  credentials: SitePeople['credentials'],
  slots: ReadonlyMap<CardId, number>,
  key: DigestKey,
): readonly CardEntry[] {
  const statuses = new Map(cards.map((c) => [c.card, c.status]));
  const entries = new Map<string, { readonly card: CardId; readonly entry: CardEntry }>();
  for (const { card, credential } of credentials) {
    const status = statuses.get(card);
    const slot = slots.get(card);
    if (status === undefined || slot === undefined) continue;
    const digest = digestOf(key, canonicalBytes(credential));
    const name = `${digest.high}.${digest.low}`;
    const known = entries.get(name);
    if (known === undefined) entries.set(name, { card, entry: cardEntry(digest, status, slot) });
    else if (known.card !== card) entries.set(name, { card, entry: ambiguousEntry(digest) });
  }
  return [...entries.values()].map((e) => e.entry);
}
