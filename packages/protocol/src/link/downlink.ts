/**
 * What comes down to an agent. The card-status list is a binary format of its own (packages/card-index). All else is a signed JSON
 * text: `{ payload, signature }`, the payload bound to owner, site and agent; the roster and the accounts travel sealed to the agent.
 */
import { cardTypes, languages } from '@portvakt/domain';
import { z } from 'zod';
import { base64, base64url, direction, id, instant, protocol, scope, siteDay, version } from '../primitives.ts';

export const signedText = z.strictObject({ payload: z.string().max(8_000_000), signature: base64url(120) });

const addressed = { protocol, ...scope, agent: id('agent'), version, issuedAt: instant };

const policy = z.strictObject({
  cardTypes: z.array(z.enum(cardTypes)),
  warnDaysBeforeExpiry: z.int().min(0).max(365),
  listAgeHoursMax: z.int().min(1).max(8_760),
  onOldList: z.enum(['admit_and_alarm', 'deny']),
  holdMs: z.int().min(0).max(60_000),
  logWithinMs: z.int().min(50).max(10_000),
  openForMs: z.int().min(500).max(60_000),
  uncertainAfterHours: z.int().min(1).max(48),
});

export const siteShape = z.strictObject({
  id: id('site'),
  owner: id('owner'),
  code: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().max(120),
  address: z.string().max(200),
  client: id('enterprise'),
  listKeeper: id('enterprise').optional(),
  zones: z.array(z.strictObject({ id: id('zone'), name: z.string().max(60), outside: z.boolean() })).max(50),
  gates: z
    .array(
      z.strictObject({
        id: id('gate'),
        plate: z.string().max(6),
        name: z.string().max(60),
        evidence: z.enum(['sensed', 'inferred', 'assumed']),
        portals: z
          .array(
            z.strictObject({
              id: id('portal'),
              direction,
              from: id('zone'),
              to: id('zone'),
              readers: z.array(z.strictObject({ id: id('reader'), name: z.string().max(60) })).max(8),
            }),
          )
          .max(8),
      }),
    )
    .max(100),
  policy,
});

/** How a reader or gate is wired to the box. The bridge gives `protocol` its meaning. */
export const equipment = z.discriminatedUnion('channel', [
  z.strictObject({
    channel: z.literal('serial_reader'),
    protocol: z.enum(['em4100']),
    path: z.string().max(200),
    baud: z.int().min(300).max(921_600),
    reader: id('reader'),
  }),
  z.strictObject({
    channel: z.literal('serial_gate'),
    protocol: z.enum(['onetech']),
    path: z.string().max(200),
    baud: z.int().min(300).max(921_600),
    gate: id('gate'),
    inwards: z.enum(['A', 'B']),
  }),
  /** Our own topics; a gate on the broker serves its own readers and barrier. */
  z.strictObject({ channel: z.literal('mqtt_gate'), gate: id('gate'), readers: z.array(id('reader')).max(8) }),
]);
export type EquipmentWiring = z.infer<typeof equipment>;

/** Payload under purpose `site-config`. */
export const siteConfig = z.strictObject({
  kind: z.literal('site-config'),
  ...addressed,
  site: id('site'),
  description: siteShape,
  equipment: z.array(equipment).max(200),
});

/** Payload under purpose `roster`: people of this site alone. Sealed: `sealed` opens to the JSON text of a `rosterPeople`. */
export const rosterPayload = z.strictObject({ kind: z.literal('roster'), ...addressed, deleteAfter: instant, sealed: base64(16_000_000) });

export const rosterPeople = z.strictObject({
  /** Holder slot of the card-status list → person and card. */
  slots: z.array(z.tuple([z.int().min(0), id('holder'), id('card')])),
  holders: z.array(
    z.strictObject({
      id: id('holder'),
      givenName: z.string(),
      familyName: z.string(),
      bornOn: siteDay.nullable(),
      language: z.enum(languages),
    }),
  ),
  enterprises: z.array(
    z.strictObject({ id: id('enterprise'), name: z.string(), orgNumber: z.string().nullable(), soleProprietor: z.boolean() }),
  ),
  cards: z.array(
    z.strictObject({
      id: id('card'),
      holder: id('holder'),
      employer: id('enterprise'),
      type: z.enum(cardTypes),
      number: z.string().nullable(),
      lastValidOn: siteDay.nullable(),
      blocked: z.boolean(),
    }),
  ),
  engagements: z.array(
    z.strictObject({
      id: id('engagement'),
      holder: id('holder'),
      employer: id('enterprise'),
      hirer: id('enterprise').nullable(),
      validFrom: siteDay,
      validUntil: siteDay.nullable(),
      card: id('card').nullable(),
      proof: z.string().nullable(),
      proofSince: siteDay.nullable(),
    }),
  ),
  /** The day's check as the centre knew it when the roster was made. */
  check: z.strictObject({ day: siteDay, checkedAt: instant, name: z.string(), role: z.string(), remark: z.string().nullable() }).nullable(),
});

/** Payload under purpose `accounts`. After `validUntil` nobody signs in at the edge by it. */
export const accountsPayload = z.strictObject({
  kind: z.literal('accounts'),
  ...addressed,
  validUntil: instant,
  sealed: base64(2_000_000),
});

export const accountsList = z.strictObject({
  accounts: z
    .array(
      z.strictObject({
        account: z.string().max(60),
        name: z.string().max(120),
        email: z.string().max(200),
        role: z.enum(['site_manager', 'safety_representative', 'client', 'guard', 'administrator']),
        passwordHash: z.string().max(400),
      }),
    )
    .max(2_000),
});

/** Payload under purpose `card-status` that carries the key of the list's digests, sealed to the agent (`sealed` opens to 16 bytes). */
export const listKeyPayload = z.strictObject({ kind: z.literal('list-key'), ...addressed, key: id('key'), sealed: base64(400) });

/** Payload under purpose `command`. */
export const commandOrder = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open'), gate: id('gate'), direction }),
  z.strictObject({ kind: z.literal('identify'), reader: id('reader') }),
  /** Takes a card off at once, before the next list comes: by slot, so that it names nobody. */
  z.strictObject({ kind: z.literal('block'), lineage: id('lineage'), slot: z.int().min(0), blocked: z.boolean() }),
  /** A guard at the desk let someone through. */
  z.strictObject({ kind: z.literal('record_passage'), holder: id('holder'), gate: id('gate'), direction, by: z.string().max(60) }),
]);
export type CommandOrder = z.infer<typeof commandOrder>;

export const commandPayload = z.strictObject({
  kind: z.literal('command'),
  protocol,
  ...scope,
  agent: id('agent'),
  command: id('command'),
  nonce: z.string().min(16).max(64),
  issuedAt: instant,
  expiresAt: instant,
  order: commandOrder,
});

export const pendingCommands = z.strictObject({ commands: z.array(signedText).max(100) });

/** Events of the stream to an agent. It says only that something changed; the agent fetches. */
export const downlinkStream = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('hello'), data: z.strictObject({ protocol }) }),
  z.strictObject({
    event: z.literal('changed'),
    data: z.strictObject({ topics: z.array(z.enum(['card_status', 'roster', 'accounts', 'site', 'commands'])).min(1) }),
  }),
]);

export type SignedTextWire = z.infer<typeof signedText>;
export type SiteConfig = z.infer<typeof siteConfig>;
export type RosterPeople = z.infer<typeof rosterPeople>;
export type AccountsList = z.infer<typeof accountsList>;
export type CommandPayload = z.infer<typeof commandPayload>;
