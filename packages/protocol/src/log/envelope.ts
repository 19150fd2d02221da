/**
 * What an edge agent logs. The envelope holds no personal data and is chained; what tells about a person stands in the personal part,
 * which the envelope commits to and which can be deleted.
 *
 * Order is (agent, epoch, sequence); the wall clock never decides it. `monotonicMs` belongs to `boot`.
 */
import { cardTypes, denialReasons, notices } from '@portvakt/domain';
import { z } from 'zod';
import { direction, hex, id, instant, scope, version } from '../primitives.ts';

const basis = z.strictObject({ lineage: id('lineage'), version, ageS: z.number().min(0) });

export const decision = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('granted'),
    notices: z.array(z.enum(notices)),
    overridden: z.enum(denialReasons).nullable(),
    basis: basis.nullable(),
  }),
  z.strictObject({ kind: z.literal('denied'), reason: z.enum(denialReasons), basis: basis.nullable() }),
]);

const base = {
  v: z.literal(1),
  ...scope,
  agent: id('agent'),
  epoch: z.int().min(1),
  sequence: z.int().min(1),
  /** Wall clock at the edge, UTC with milliseconds. */
  occurredAt: instant,
  monotonicMs: z.number().min(0),
  boot: z.string().min(1).max(64),
  clock: z.enum(['synchronised', 'holdover', 'untrusted']),
  /** Commitment to the personal part, `null` where there is none. */
  personal: hex(32).nullable(),
};

export const linkState = z.enum(['online', 'degraded', 'offline', 'unknown']);
export const clockTrust = base.clock;

/** A card was shown and decided on. */
export const tapEnvelope = z.strictObject({
  ...base,
  kind: z.literal('tap'),
  tap: id('tap'),
  gate: id('gate'),
  portal: id('portal'),
  reader: id('reader'),
  direction,
  /** The type on the card-status list; `null` for a card that is not on it. */
  cardType: z.enum(cardTypes).nullable(),
  decision,
});

/** Someone went through. */
export const passageEnvelope = z.strictObject({
  ...base,
  kind: z.literal('passage'),
  tap: id('tap').nullable(),
  gate: id('gate'),
  portal: id('portal'),
  direction,
  from: id('zone'),
  to: id('zone'),
  evidence: z.enum(['sensed', 'inferred', 'assumed']),
  told: z.enum(['gate', 'guard']),
});

/** Someone was let through and did not go. */
export const notPassedEnvelope = z.strictObject({
  ...base,
  kind: z.literal('not_passed'),
  tap: id('tap').nullable(),
  gate: id('gate'),
  direction,
});

export const readerStateEnvelope = z.strictObject({
  ...base,
  kind: z.literal('reader_state'),
  reader: id('reader'),
  gate: id('gate'),
  state: linkState,
  detail: z.string().max(120),
});

export const gateStateEnvelope = z.strictObject({
  ...base,
  kind: z.literal('gate_state'),
  gate: id('gate'),
  state: linkState,
  detail: z.string().max(120),
});

/** What became of a command from the centre. */
export const commandOutcomes = ['done', 'expired', 'replayed', 'refused', 'failed'] as const;
export const commandEnvelope = z.strictObject({
  ...base,
  kind: z.literal('command'),
  command: id('command'),
  outcome: z.enum(commandOutcomes),
  detail: z.string().max(120),
});

/** A process of the agent started: the first entry of every boot. */
export const startEnvelope = z.strictObject({ ...base, kind: z.literal('start'), program: z.string().max(40), protocol: z.int().min(1) });

/** Something a person should see: a refused list, a clock set back, an order that a gate did not take. */
export const alarmCodes = [
  'list_refused',
  'list_too_old',
  'clock_set_back',
  'exit_not_durable',
  'order_expired',
  'queue_full',
  'tamper',
  'roster_refused',
  'accounts_refused',
  'decision_fault',
  'unknown_card_flood',
] as const;
export const alarmEnvelope = z.strictObject({
  ...base,
  kind: z.literal('alarm'),
  code: z.enum(alarmCodes),
  subject: z.string().max(60).nullable(),
  detail: z.string().max(120),
});

/** A new card-status list was taken into use. */
export const listEnvelope = z.strictObject({
  ...base,
  kind: z.literal('list'),
  lineage: id('lineage'),
  version,
  checksum: z.string().max(64),
});

export const envelope = z.discriminatedUnion('kind', [
  tapEnvelope,
  passageEnvelope,
  notPassedEnvelope,
  readerStateEnvelope,
  gateStateEnvelope,
  commandEnvelope,
  startEnvelope,
  alarmEnvelope,
  listEnvelope,
]);

export type Envelope = z.infer<typeof envelope>;
export type WireDecision = z.infer<typeof decision>;

/**
 * The personal part of a tap or passage. A known card is named by its holder and card (pseudonymous ids) and its digest under the
 * site's key; an unknown credential is sealed to the centre, for matching.
 */
export const personalPart = z.strictObject({
  holder: id('holder').nullable(),
  card: id('card').nullable(),
  digest: hex(8).nullable(),
  key: id('key').nullable(),
  /** Base64 of a sealed `credentialText`. */
  sealed: z.base64().max(400).nullable(),
  /** The account that let the person through by hand. */
  by: z.string().max(60).nullable(),
});
export type PersonalPart = z.infer<typeof personalPart>;

/** What stands in a sealed credential. */
export const sealedCredential = z.strictObject({
  technology: z.enum(['em4100', 'iso14443a', 'wiegand', 'osdp_raw', 'text']),
  bits: z.string().regex(/^([0-9a-f]{2}){1,64}$/),
  bitLength: z.int().min(1).max(512),
});
