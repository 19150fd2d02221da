/** The people of the site as the roster tells them, in the words of the domain. What the roster does not carry is left undefined. */
import type { Card, CardHolder, Engagement, Enterprise, OrgNumber, Proof } from '@portvakt/domain';
import type { DeskPeople } from '@portvakt/ports';
import type { RosterPeople } from '@portvakt/protocol';

/** Block and expiry come ready-made in the roster; who set the block, and why, stays at the centre. */
const AT_THE_CENTRE = '';

export function deskPeople(roster: RosterPeople): DeskPeople {
  return {
    holders: roster.holders.map((h): CardHolder => ({ ...h, bornOn: h.bornOn ?? undefined })),
    // the centre checked the number before it signed the roster
    enterprises: roster.enterprises.map((e): Enterprise => ({ ...e, orgNumber: (e.orgNumber ?? undefined) as OrgNumber | undefined })),
    cards: roster.cards.map(cardOf),
    engagements: roster.engagements.map(engagementOf),
  };
}

function cardOf(card: RosterPeople['cards'][number]): Card {
  return {
    id: card.id,
    holder: card.holder,
    employer: card.employer,
    type: card.type,
    number: card.number === null ? undefined : { printed: card.number, normal: card.number },
    issuedOn: undefined,
    printedExpiryOn: card.lastValidOn ?? undefined,
    registers: [],
    lostOn: undefined,
    blocked: card.blocked ? { at: AT_THE_CENTRE, by: AT_THE_CENTRE, reason: AT_THE_CENTRE } : undefined,
  };
}

function engagementOf(line: RosterPeople['engagements'][number]): Engagement {
  const { card, proof, proofSince, hirer, validUntil, ...same } = line;
  return {
    ...same,
    hirer: hirer ?? undefined,
    validUntil: validUntil ?? undefined,
    evidence:
      card === null
        ? { kind: 'proof', proof: (proof ?? 'card_ordered') as Proof, since: proofSince ?? line.validFrom }
        : { kind: 'card', card },
    recordedAt: AT_THE_CENTRE,
    supersedes: undefined,
    author: AT_THE_CENTRE,
    reason: undefined,
  };
}
