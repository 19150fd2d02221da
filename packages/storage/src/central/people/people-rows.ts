/** People, enterprises, cards and engagements as cells and back. The order of cells is the order of columns in `people-sql.ts`. */
import type { Card, CardHolder, ContractLink, Engagement, Enterprise } from '@portvakt/domain';
import type { KnownCredential } from '@portvakt/ports';
import type { Row } from '../../database/database.ts';
import type { JsonCell } from '../../database/json-rows.ts';
import { json, orNull, text, textIfAny, whole } from '../row-reading.ts';

export const enterpriseCells = (e: Enterprise): readonly JsonCell[] => [e.id, e.name, orNull(e.orgNumber), e.soleProprietor ? 1 : 0];

export const enterpriseOf = (row: Row): Enterprise => ({
  id: text(row, 'id'),
  name: text(row, 'name'),
  orgNumber: textIfAny(row, 'org_number'),
  soleProprietor: whole(row, 'sole_proprietor') === 1,
});

export const linkCells = (link: ContractLink): readonly JsonCell[] => [link.enterprise, link.worksFor];

export const linkOf = (row: Row): ContractLink => ({ enterprise: text(row, 'enterprise'), worksFor: text(row, 'works_for') });

export const holderCells = (h: CardHolder): readonly JsonCell[] => [h.id, h.givenName, h.familyName, orNull(h.bornOn), h.language];

export const holderOf = (row: Row): CardHolder => ({
  id: text(row, 'id'),
  givenName: text(row, 'given_name'),
  familyName: text(row, 'family_name'),
  bornOn: textIfAny(row, 'born_on'),
  language: text(row, 'language'),
});

export function cardCells(card: Card): readonly JsonCell[] {
  const { number, blocked } = card;
  return [
    card.id,
    card.holder,
    card.employer,
    card.type,
    orNull(number?.printed),
    orNull(number?.normal),
    orNull(card.issuedOn),
    orNull(card.printedExpiryOn),
    JSON.stringify(card.registers),
    orNull(card.lostOn),
    orNull(blocked?.at),
    orNull(blocked?.by),
    orNull(blocked?.reason),
  ];
}

export function cardOf(row: Row): Card {
  const printed = textIfAny(row, 'number_printed');
  const at = textIfAny(row, 'blocked_at');
  return {
    id: text(row, 'id'),
    holder: text(row, 'holder'),
    employer: text(row, 'employer'),
    type: text(row, 'type'),
    number: printed === undefined ? undefined : { printed, normal: text(row, 'number_normal') },
    issuedOn: textIfAny(row, 'issued_on'),
    printedExpiryOn: textIfAny(row, 'printed_expiry_on'),
    registers: json(row, 'registers'),
    lostOn: textIfAny(row, 'lost_on'),
    blocked: at === undefined ? undefined : { at, by: text(row, 'blocked_by'), reason: text(row, 'blocked_reason') },
  };
}

export function credentialCells({ id, card, credential }: KnownCredential): readonly JsonCell[] {
  return [id, card, credential.technology, credential.bits, credential.bitLength];
}

export const credentialOf = (row: Row): KnownCredential => ({
  id: text(row, 'id'),
  card: text(row, 'card'),
  credential: { technology: text(row, 'technology'), bits: text(row, 'bits'), bitLength: whole(row, 'bit_length') },
});

export function engagementCells(e: Engagement): readonly JsonCell[] {
  const { evidence } = e;
  const proven = evidence.kind === 'card' ? [evidence.card, null, null] : [null, evidence.proof, evidence.since];
  const told = [e.recordedAt, orNull(e.supersedes), e.author, orNull(e.reason)];
  return [e.id, e.holder, e.employer, orNull(e.hirer), e.validFrom, orNull(e.validUntil), ...proven, ...told];
}

export function engagementOf(row: Row): Engagement {
  const card = textIfAny<NonNullable<Card['id']>>(row, 'card');
  return {
    id: text(row, 'id'),
    holder: text(row, 'holder'),
    employer: text(row, 'employer'),
    hirer: textIfAny(row, 'hirer'),
    validFrom: text(row, 'valid_from'),
    validUntil: textIfAny(row, 'valid_until'),
    evidence: card === undefined ? { kind: 'proof', proof: text(row, 'proof'), since: text(row, 'proof_since') } : { kind: 'card', card },
    recordedAt: text(row, 'recorded_at'),
    supersedes: textIfAny(row, 'supersedes'),
    author: text(row, 'author'),
    reason: textIfAny(row, 'reason'),
  };
}
