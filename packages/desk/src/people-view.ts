/** *Folk*: find a person. Names compare by NFC and case; a card is found by the end of its number. */
import { byName, type Card, foldPassages, type HolderId, lastValidDay, outsideOf, presenceOf, type SiteFacts } from '@portvakt/domain';
import type { DeskPeople } from '@portvakt/ports';
import type { PersonView } from '@portvakt/protocol';

const NEVER = '9999-12-31';

export function findPeople(
  people: DeskPeople,
  facts: SiteFacts,
  text: string,
  limit: number,
): { readonly data: PersonView[]; readonly total: number } {
  const enterprises = new Map(people.enterprises.map((e) => [e.id, e.name]));
  const wanted = fold(text)
    .split(/\s+/u)
    .filter((word) => word !== '');
  const engagements = Map.groupBy(people.engagements, (e) => e.holder);
  const cards = new Map(people.cards.map((c) => [c.id, c]));
  const found = people.holders
    .filter((holder) => engagements.has(holder.id))
    .filter((holder) => {
      const own = engagements.get(holder.id) ?? [];
      const numbers = own.flatMap((e) => (e.evidence.kind === 'card' ? [cards.get(e.evidence.card)?.number?.printed ?? ''] : []));
      const hay = fold([holder.givenName, holder.familyName, ...own.map((e) => enterprises.get(e.employer) ?? ''), ...numbers].join(' '));
      return wanted.every((word) => hay.includes(word));
    })
    .toSorted(byName);

  const whereabouts = foldPassages(facts.passages);
  const plates = new Map(facts.site.gates.map((g) => [g.id, g.plate]));
  const context = { nowMs: facts.nowMs, outside: outsideOf(facts.site), uncertainAfterHours: facts.site.policy.uncertainAfterHours };
  const view = (id: HolderId): PersonView => {
    const holder = people.holders.find((h) => h.id === id)!;
    const here = whereabouts.get(id);
    return {
      holder: id,
      givenName: holder.givenName,
      familyName: holder.familyName,
      language: holder.language,
      presence: presenceOf(here, context),
      lastPassage: here
        ? { at: new Date(here.last.occurredMs).toISOString(), plate: plates.get(here.last.gate) ?? '?', direction: here.last.direction }
        : null,
      missingBirthDate: holder.bornOn === undefined,
      employments: (engagements.get(id) ?? []).map((engagement) => ({
        enterprise: enterprises.get(engagement.employer) ?? '',
        card: engagement.evidence.kind === 'card' ? cardView(cards.get(engagement.evidence.card)) : null,
        proof: engagement.evidence.kind === 'proof' ? engagement.evidence.proof : null,
      })),
    };
  };
  return { data: found.slice(0, limit).map((h) => view(h.id)), total: found.length };
}

function cardView(card: Card | undefined): PersonView['employments'][number]['card'] {
  if (card === undefined) return null;
  const last = lastValidDay(card);
  return {
    id: card.id,
    type: card.type,
    numberEnd: card.number?.printed.slice(-4) ?? null,
    lastValidOn: last === NEVER ? null : last,
    blocked: card.blocked !== undefined,
    blockedReason: card.blocked?.reason ?? null,
  };
}

function fold(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase('nb');
}
