/** What is sent about people, enterprises, cards and engagements. What is not known is null; an unknown key is a fault. */
import {
  type Card,
  type CardHolder,
  cardTypes,
  type Engagement,
  type Enterprise,
  languages,
  readCardNumber,
  readOrgNumber,
} from '@portvakt/domain';
import type { KnownCredential } from '@portvakt/ports';
import { id, instant, personText, sealedCredential, siteDay } from '@portvakt/protocol';
import { z } from 'zod';

/** Rows taken at once. */
export const ROWS_MAX = 500;
export const ROWS_BYTES_MAX = 1024 * 1024;

const orgNumber = z
  .string()
  .max(20)
  .transform((typed, context) => {
    const read = readOrgNumber(typed);
    if (read.ok) return read.number;
    context.addIssue({ code: 'custom', message: read.fault });
    return z.NEVER;
  });

/** As the card shows it. A national identity number is recognised and refused: it is never stored. */
const cardNumber = z
  .string()
  .max(40)
  .transform((typed, context) => {
    const read = readCardNumber(typed);
    if (read.ok) return read.number;
    context.addIssue({ code: 'custom', message: read.fault });
    return z.NEVER;
  });

export const enterpriseRow = z
  .strictObject({
    id: id('enterprise'),
    name: personText(120),
    orgNumber: orgNumber.nullable(),
    soleProprietor: z.boolean().default(false),
  })
  .transform((e): Enterprise => ({ ...e, orgNumber: e.orgNumber ?? undefined }));

export const contractRow = z.strictObject({ enterprise: id('enterprise'), worksFor: id('enterprise') });

export const holderRow = z
  .strictObject({
    id: id('holder'),
    givenName: personText(100),
    familyName: personText(100),
    bornOn: siteDay.nullable(),
    language: z.enum(languages).default('nb'),
  })
  .transform(
    (h): CardHolder => ({
      ...h,
      givenName: h.givenName.normalize('NFC'),
      familyName: h.familyName.normalize('NFC'),
      bornOn: h.bornOn ?? undefined,
    }),
  );

const registers = [
  'enhetsregisteret',
  'aa_registeret',
  'folkeregisteret',
  'mva_registeret',
  'oppdragsregisteret',
  'bemanningsregisteret',
  'renholdsregisteret',
] as const;

/** Without the block: that is set by an act of its own, and a row sent again never lifts it. */
export const cardRow = z
  .strictObject({
    id: id('card'),
    holder: id('holder'),
    employer: id('enterprise'),
    type: z.enum(cardTypes),
    number: cardNumber.nullable(),
    issuedOn: siteDay.nullable(),
    printedExpiryOn: siteDay.nullable().default(null),
    lostOn: siteDay.nullable().default(null),
    registers: z
      .array(z.strictObject({ register: z.enum(registers), status: z.enum(['fulfilled', 'unclear', 'not_fulfilled']), fetchedAt: instant }))
      .max(registers.length)
      .default([]),
  })
  .transform(
    (card): Omit<Card, 'blocked'> => ({
      ...card,
      number: card.number ?? undefined,
      issuedOn: card.issuedOn ?? undefined,
      printedExpiryOn: card.printedExpiryOn ?? undefined,
      lostOn: card.lostOn ?? undefined,
    }),
  );

export const credentialRow = z
  .strictObject({ id: id('credential'), card: id('card'), credential: sealedCredential })
  .refine(({ credential: { bits, bitLength } }) => bitLength <= bits.length * 4 && bitLength > bits.length * 4 - 8, {
    message: 'bitLength does not fit bits',
    path: ['credential'],
  })
  .transform((row): KnownCredential => row);

const proofs = [
  'card_ordered',
  'pupil_on_placement',
  'nav_measure',
  'introduction_programme',
  'awaiting_d_number',
  'short_assignment',
  'holiday_cover',
  'visit',
] as const;

export const engagementRow = z
  .strictObject({
    id: id('engagement').optional(),
    holder: id('holder'),
    employer: id('enterprise'),
    hirer: id('enterprise').nullable().default(null),
    validFrom: siteDay,
    validUntil: siteDay.nullable(),
    evidence: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('card'), card: id('card') }),
      z.strictObject({ kind: z.literal('proof'), proof: z.enum(proofs), since: siteDay }),
    ]),
    /** A correction names the row it replaces, and says why. */
    supersedes: id('engagement').nullable().default(null),
    reason: personText(200).nullable().default(null),
  })
  .refine((row) => row.supersedes === null || row.reason !== null, { message: 'a correction says why', path: ['reason'] });
export type EngagementSent = z.output<typeof engagementRow>;

export function engagementOf(row: EngagementSent, made: Pick<Engagement, 'id' | 'recordedAt' | 'author'>): Engagement {
  return {
    ...row,
    ...made,
    hirer: row.hirer ?? undefined,
    validUntil: row.validUntil ?? undefined,
    supersedes: row.supersedes ?? undefined,
    reason: row.reason ?? undefined,
  };
}

export const rowsOf = <S extends z.ZodType>(row: S) => z.strictObject({ data: z.array(row).min(1).max(ROWS_MAX) });
