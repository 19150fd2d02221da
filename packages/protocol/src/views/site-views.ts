/** What the pages read, at the centre and at the edge alike. */
import { cardTypes, denialReasons, languages, notices } from '@portvakt/domain';
import { z } from 'zod';
import { clockTrust, decision, linkState } from '../log/envelope.ts';
import { direction, id, instant, personText, siteDay, version } from '../primitives.ts';

const factKey = z.strictObject({ agent: id('agent'), epoch: z.int(), sequence: z.int() });

export const sourceView = z.strictObject({
  from: z.enum(['centre', 'edge']),
  peopleAsOf: instant,
  accountsAsOf: instant,
  /** Whether the other end can be reached now. */
  linked: z.boolean(),
});

export const roles = ['site_manager', 'safety_representative', 'client', 'guard', 'administrator'] as const;

export const sessionView = z.strictObject({
  account: z.string(),
  name: z.string(),
  sites: z.array(z.strictObject({ id: id('site'), code: z.string(), name: z.string(), address: z.string(), role: z.enum(roles) })),
  /** How old the accounts are that this session was made by, RFC 3339; the same instant as now at the centre. */
  accountsAsOf: instant,
  from: z.enum(['centre', 'edge']),
});

export const signInRequest = z.strictObject({ email: z.string().min(3).max(200), password: z.string().min(1).max(200) });

export const siteNowView = z.strictObject({
  asOf: instant,
  day: siteDay,
  site: z.strictObject({ id: id('site'), code: z.string(), name: z.string(), address: z.string() }),
  source: sourceView,
  counts: z.strictObject({ inside: z.int(), uncertain: z.int(), outside: z.int(), expected: z.int() }),
  unattributedExits: z.int(),
  peak: z.strictObject({ inside: z.int(), at: instant }).nullable(),
  curve: z.array(z.strictObject({ at: instant, inside: z.int() })),
  enterprises: z.array(z.strictObject({ id: id('enterprise'), name: z.string(), inside: z.int(), expected: z.int() })),
  gates: z.array(
    z.strictObject({
      id: id('gate'),
      plate: z.string(),
      name: z.string(),
      state: linkState,
      lastHeardAt: instant.nullable(),
      passagesLastMinute: z.int(),
      readers: z.array(
        z.strictObject({ id: id('reader'), name: z.string(), direction, state: linkState, lastHeardAt: instant.nullable() }),
      ),
    }),
  ),
  feed: z.array(
    z.strictObject({
      key: factKey,
      at: instant,
      plate: z.string(),
      direction,
      decision,
      person: z.strictObject({ holder: id('holder'), name: z.string(), enterprise: z.string() }).nullable(),
    }),
  ),
  agents: z.array(
    z.strictObject({
      agent: id('agent'),
      name: z.string(),
      lastHeardAt: instant.nullable(),
      backlog: z.int().nullable(),
      listVersion: version.nullable(),
      listAgeS: z.number().nullable(),
      clock: z.union([clockTrust, z.literal('unknown')]),
    }),
  ),
  todo: z.array(
    z.strictObject({
      kind: z.enum([
        'unmatched_taps',
        'gate_offline',
        'list_not_checked',
        'uncertain_people',
        'missing_fields',
        'clock_untrusted',
        'list_old',
        'backlog',
      ]),
      count: z.int(),
      plates: z.array(z.string()),
    }),
  ),
});

/** Events of `/api/v1/sites/{site}/stream`: first a snapshot, then a snapshot again whenever something changed, at most two a second. */
export const siteStream = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('now'), id: z.string(), data: siteNowView }),
  z.strictObject({ event: z.literal('ping'), data: z.strictObject({ at: instant }) }),
]);

const enterpriseName = z.strictObject({ name: z.string(), orgNumber: z.string().nullable() });

export const overviewListView = z.strictObject({
  day: siteDay,
  site: z.strictObject({ name: z.string(), address: z.string() }),
  client: z.strictObject({ name: z.string() }),
  rows: z.array(
    z.strictObject({
      familyName: z.string(),
      givenName: z.string(),
      bornOn: siteDay.nullable(),
      employer: enterpriseName,
      hirer: enterpriseName.nullable(),
      cardNumber: z.string().nullable(),
      insteadOfCard: z.string().nullable(),
    }),
  ),
});

/** The page's own data about a list: never part of an export. */
export const overviewListPage = z.strictObject({
  list: overviewListView,
  digest: z.string(),
  missing: z.int(),
  check: z
    .strictObject({
      day: siteDay,
      checkedAt: instant,
      checkedBy: z.strictObject({ name: z.string(), role: z.string() }),
      remark: z.string().nullable(),
    })
    .nullable(),
  /** Each day of the month: checked the same day, later, not at all. */
  calendar: z.array(z.strictObject({ day: siteDay, state: z.enum(['checked', 'checked_later', 'not_checked', 'unknown', 'future']) })),
  source: sourceView,
});

export const listCheckRequest = z.strictObject({ remark: personText(500).nullable() });

export const peopleSearchRequest = z.strictObject({
  text: z.string().max(100) /** All people of the largest site fit: a page that counts them must have them. */,
  limit: z.int().min(1).max(3_000).default(50),
});

export const personView = z.strictObject({
  holder: id('holder'),
  givenName: z.string(),
  familyName: z.string(),
  language: z.enum(languages),
  presence: z.enum(['inside', 'outside', 'uncertain']),
  lastPassage: z.strictObject({ at: instant, plate: z.string(), direction }).nullable(),
  missingBirthDate: z.boolean(),
  employments: z.array(
    z.strictObject({
      enterprise: z.string(),
      card: z
        .strictObject({
          id: id('card'),
          type: z.enum(cardTypes),
          numberEnd: z.string().nullable(),
          lastValidOn: siteDay.nullable(),
          blocked: z.boolean(),
          blockedReason: z.string().nullable(),
        })
        .nullable(),
      proof: z.string().nullable(),
    }),
  ),
});

export const peopleView = z.strictObject({ data: z.array(personView), total: z.int(), source: sourceView });

export const blockRequest = z.strictObject({ reason: personText(200) });
export const commandRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open'), gate: id('gate'), direction }),
  z.strictObject({ kind: z.literal('identify'), reader: id('reader') }),
]);
export const commandView = z.strictObject({ command: z.string() });
export const manualPassageRequest = z.strictObject({ holder: id('holder'), gate: id('gate'), direction });

export const denialReason = z.enum(denialReasons);
export const notice = z.enum(notices);

export type SessionView = z.infer<typeof sessionView>;
export type SiteNowView = z.infer<typeof siteNowView>;
export type OverviewListView = z.infer<typeof overviewListView>;
export type OverviewListPage = z.infer<typeof overviewListPage>;
export type PersonView = z.infer<typeof personView>;
export type PeopleView = z.infer<typeof peopleView>;
export type SourceView = z.infer<typeof sourceView>;
