/** The rows of the lists, as they go out: named fields, one by one, so that nothing is added to an answer by accident. */
import {
  type Card,
  type CardHolder,
  cardTypes,
  type Engagement,
  type Enterprise,
  languages,
  lastValidDay,
  type Passage,
  type PresenceState,
  type Site,
} from '@portvakt/domain';
import type { Agent } from '@portvakt/ports';
import { direction, id, instant, siteDay } from '@portvakt/protocol';
import { z } from 'zod';

const evidence = z.enum(['sensed', 'inferred', 'assumed']);
const factKey = z.strictObject({ agent: id('agent'), epoch: z.int(), sequence: z.int() });

export const gateView = z.strictObject({
  id: id('gate'),
  plate: z.string(),
  name: z.string(),
  evidence,
  portals: z.array(z.strictObject({ id: id('portal'), direction, from: id('zone'), to: id('zone') })),
});
export const readerView = z.strictObject({ id: id('reader'), name: z.string(), gate: id('gate'), portal: id('portal'), direction });
export const enterpriseView = z.strictObject({
  id: id('enterprise'),
  name: z.string(),
  orgNumber: z.string().nullable(),
  soleProprietor: z.boolean(),
});
export const holderView = z.strictObject({
  id: id('holder'),
  givenName: z.string(),
  familyName: z.string(),
  bornOn: siteDay.nullable(),
  language: z.enum(languages),
});
export const cardView = z.strictObject({
  id: id('card'),
  holder: id('holder'),
  employer: id('enterprise'),
  type: z.enum(cardTypes),
  number: z.string().nullable(),
  issuedOn: siteDay.nullable(),
  lastValidOn: siteDay.nullable(),
  lostOn: siteDay.nullable(),
  blocked: z.boolean(),
});
export const engagementView = z.strictObject({
  id: id('engagement'),
  holder: id('holder'),
  employer: id('enterprise'),
  hirer: id('enterprise').nullable(),
  validFrom: siteDay,
  validUntil: siteDay.nullable(),
  card: id('card').nullable(),
  proof: z.string().nullable(),
  recordedAt: z.string(),
});
export const presenceView = z.strictObject({ id: id('holder'), state: z.enum(['inside', 'outside', 'uncertain']), since: instant });
export const passageView = z.strictObject({
  key: factKey,
  occurredAt: instant,
  receivedAt: z.string(),
  holder: id('holder').nullable(),
  card: id('card').nullable(),
  gate: id('gate'),
  direction,
  evidence,
  told: z.enum(['gate', 'guard']),
});
export const agentView = z.strictObject({
  id: id('agent'),
  name: z.string(),
  epoch: z.int(),
  enrolledAt: z.string(),
  lastHeardAt: z.string().nullable(),
});
export const quarantineView = z.strictObject({
  agent: id('agent'),
  epoch: z.int(),
  sequence: z.int(),
  receivedAt: z.string(),
  reason: z.string(),
});

export const pageOf = <S extends z.ZodType>(row: S) => z.strictObject({ data: z.array(row), nextCursor: z.string().nullable() });

const NEVER = '9999-12-31';

export const viewOf = {
  gate: ({ id, plate, name, evidence, portals }: Site['gates'][number]) => ({
    id,
    plate,
    name,
    evidence,
    portals: portals.map((p) => ({ id: p.id, direction: p.direction, from: p.from, to: p.to })),
  }),
  enterprise: ({ id, name, orgNumber, soleProprietor }: Enterprise) => ({ id, name, orgNumber: orgNumber ?? null, soleProprietor }),
  holder: ({ id, givenName, familyName, bornOn, language }: CardHolder) => ({
    id,
    givenName,
    familyName,
    bornOn: bornOn ?? null,
    language,
  }),
  card: (card: Card) => {
    const last = lastValidDay(card);
    const { id, holder, employer, type } = card;
    const dates = { issuedOn: card.issuedOn ?? null, lastValidOn: last === NEVER ? null : last, lostOn: card.lostOn ?? null };
    return { id, holder, employer, type, number: card.number?.printed ?? null, ...dates, blocked: card.blocked !== undefined };
  },
  engagement: ({ id, holder, employer, hirer, validFrom, validUntil, evidence, recordedAt }: Engagement) => ({
    id,
    holder,
    employer,
    hirer: hirer ?? null,
    validFrom,
    validUntil: validUntil ?? null,
    card: evidence.kind === 'card' ? evidence.card : null,
    proof: evidence.kind === 'proof' ? evidence.proof : null,
    recordedAt,
  }),
  presence: (holder: CardHolder['id'], state: PresenceState, sinceMs: number) => ({
    id: holder,
    state,
    since: new Date(sinceMs).toISOString(),
  }),
  passage: ({ key, occurredMs, holder, card, gate, direction, evidence, told }: Passage, receivedAt: string) => ({
    key,
    occurredAt: new Date(occurredMs).toISOString(),
    receivedAt,
    holder: holder ?? null,
    card: card ?? null,
    gate,
    direction,
    evidence,
    told,
  }),
  agent: ({ id, name, epoch, enrolledAt, lastHeardAt }: Agent) => ({ id, name, epoch, enrolledAt, lastHeardAt: lastHeardAt ?? null }),
};
