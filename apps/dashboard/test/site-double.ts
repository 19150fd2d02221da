/** A site that nobody has ever worked at: invented people, enterprises and numbers, on one Friday in November. */
import { missingFields } from '@portvakt/domain';
import type { OverviewListPage, PersonView, SessionView, SiteNowView } from '@portvakt/protocol';

export const DAY = '2026-11-20';
export const START_MS = Date.parse('2026-11-20T09:12:40+01:00');
/** An id as ids are made, from a small number. */
function id<P extends string>(prefix: P, n: number): `${P}_${string}` {
  return `${prefix}_01980000-0000-7000-8000-${String(n).padStart(12, '0')}`;
}

export const SITE = id('sit', 1);
const iso = (ms: number): string => new Date(ms).toISOString();
const at = (clock: string): string => iso(Date.parse(`${DAY}T${clock.length === 5 ? `${clock}:00` : clock}+01:00`));

export const session: SessionView = {
  account: id('acc', 1),
  name: 'Kari Løvås',
  sites: [
    { id: SITE, code: 'fjordbyen-b4', name: 'Fjordbyen B4', address: 'Kaigata 1, 0150 Oslo', role: 'site_manager' },
    { id: id('sit', 2), code: 'nordre-kai', name: 'Nordre kai', address: 'Nordre kai 7, 0150 Oslo', role: 'safety_representative' },
  ],
  accountsAsOf: iso(START_MS),
  from: 'centre',
};

const firms: readonly [name: string, orgNumber: string, inside: number, expected: number][] = [
  ['Tverrvik Entreprenør AS', '311550942', 52, 55],
  ['Østbrå Betong AS', '316234585', 38, 40],
  ['Baltvika Fasade UAB', '313907214', 27, 30],
  ['Ștefoi Montaj SRL', '314012364', 21, 24],
  ['Skjærstad Elektro AS', '315120076', 19, 22],
  ['Łukowski Tynk NUF', '317345690', 12, 14],
  ['Rørtind VVS AS', '318456209', 9, 11],
  ['Høgløft Kran AS', '319567416', 9, 9],
  ['Blankvik Renhold AS', '312604183', 0, 4],
];

type Item = SiteNowView['feed'][number];
const granted = (notices: Extract<Item['decision'], { kind: 'granted' }>['notices'] = []): Item['decision'] => ({
  kind: 'granted',
  notices,
  overridden: null,
  basis: null,
});
const denied = (reason: Extract<Item['decision'], { kind: 'denied' }>['reason']): Item['decision'] => ({
  kind: 'denied',
  reason,
  basis: null,
});

let sequence = 100;
export function tap(
  clock: string,
  plate: string,
  direction: 'in' | 'out',
  name: string | null,
  enterprise: string,
  decision: Item['decision'] = granted(),
): Item {
  sequence += 1;
  const person = name === null ? null : { holder: id('hld', sequence), name, enterprise };
  return { key: { agent: id('agt', 1), epoch: 1, sequence }, at: at(clock), plate, direction, decision, person };
}

const feed: readonly Item[] = [
  tap('09:12:31', 'P1', 'in', 'Jonas Brå', 'Østbrå Betong AS'),
  tap('09:11:58', 'P3', 'in', 'Žygimantas Kairys', 'Baltvika Fasade UAB'),
  tap('09:11:20', 'P1', 'in', 'Ion Ștefănescu', 'Ștefoi Montaj SRL', denied('card_expired')),
  tap('09:10:47', 'P3', 'in', null, '', denied('card_unknown')),
  tap('09:09:02', 'P1', 'out', 'Åse Løkkebø', 'Tverrvik Entreprenør AS'),
  tap('09:08:40', 'P1', 'in', 'Paweł Wiśniewski', 'Łukowski Tynk NUF', granted(['card_expires_soon'])),
  tap('09:06:13', 'P4', 'in', 'Bjørn-Erik Sæther', 'Høgløft Kran AS'),
  tap('09:05:37', 'P3', 'in', 'Oksana Kovaltsjuk', 'Skjærstad Elektro AS'),
  tap('09:03:54', 'P1', 'out', 'Vytautas Žukas', 'Baltvika Fasade UAB', {
    kind: 'granted',
    notices: [],
    overridden: 'card_blocked',
    basis: null,
  }),
  tap('09:02:11', 'P1', 'in', '<b>Robert</b> & "Tables"', 'Rørtind VVS AS'),
];

const counted: readonly [string, number][] = [
  ['00:00', 3],
  ['05:40', 4],
  ['05:55', 6],
  ['06:10', 11],
  ['06:20', 18],
  ['06:28', 29],
  ['06:35', 44],
  ['06:40', 61],
  ['06:45', 82],
  ['06:50', 107],
  ['06:54', 129],
  ['06:58', 150],
  ['07:02', 161],
  ['07:08', 168],
  ['07:15', 172],
  ['07:25', 176],
  ['07:35', 179],
  ['07:44', 177],
  ['07:55', 181],
  ['08:12', 184],
  ['08:30', 182],
  ['08:45', 186],
  ['09:01', 188],
  ['09:05', 189],
  ['09:08', 190],
  ['09:12', 191],
];

const gate = (n: number, name: string, change: Partial<SiteNowView['gates'][number]> = {}): SiteNowView['gates'][number] => ({
  id: id('gat', n),
  plate: `P${n}`,
  name,
  state: 'online',
  lastHeardAt: iso(START_MS - n * 1000),
  passagesLastMinute: 7 - n,
  readers: [{ id: id('rdr', n), name: `Leser ${n}`, direction: 'in', state: 'online', lastHeardAt: iso(START_MS - n * 1000) }],
  ...change,
});

export function nowView(asOfMs = START_MS): SiteNowView {
  return {
    asOf: iso(asOfMs),
    day: DAY,
    site: { id: SITE, code: 'fjordbyen-b4', name: 'Fjordbyen B4', address: 'Kaigata 1, 0150 Oslo' },
    source: { from: 'centre', peopleAsOf: iso(asOfMs), accountsAsOf: iso(asOfMs), linked: true },
    counts: { inside: 187, uncertain: 4, outside: 31, expected: 209 },
    unattributedExits: 2,
    peak: { inside: 191, at: at('09:12') },
    curve: counted.map(([clock, inside]) => ({ at: at(clock), inside })),
    enterprises: firms.map(([name, , inside, expected], i) => ({ id: id('ent', i), name, inside, expected })),
    gates: [
      gate(1, 'Hovedporten'),
      gate(2, 'Sjøporten', { state: 'offline', lastHeardAt: at('09:01'), passagesLastMinute: 0 }),
      gate(3, 'Nordporten'),
      gate(4, 'Kjøreporten'),
    ],
    feed: [...feed],
    agents: [
      {
        agent: id('agt', 1),
        name: 'P1',
        lastHeardAt: iso(asOfMs - 2000),
        backlog: 0,
        listVersion: 41,
        listAgeS: 12,
        clock: 'synchronised',
      },
      { agent: id('agt', 2), name: 'P2', lastHeardAt: at('09:01'), backlog: 14, listVersion: 40, listAgeS: 700, clock: 'holdover' },
    ],
    todo: [
      { kind: 'unmatched_taps', count: 1, plates: [] },
      { kind: 'gate_offline', count: 1, plates: ['P2'] },
      { kind: 'list_not_checked', count: 1, plates: [] },
      { kind: 'uncertain_people', count: 4, plates: [] },
      { kind: 'missing_fields', count: 3, plates: [] },
    ],
  };
}

/** Half past five: the gate is open and nobody has come. */
export function emptyView(): SiteNowView {
  const asOf = Date.parse(at('05:36:10'));
  const full = nowView(asOf);
  return {
    ...full,
    counts: { inside: 0, uncertain: 0, outside: 0, expected: 209 },
    unattributedExits: 0,
    peak: { inside: 0, at: at('00:00') },
    curve: [{ at: at('00:00'), inside: 0 }],
    enterprises: full.enterprises.map((e) => ({ ...e, inside: 0 })),
    gates: full.gates.map((g) => ({ ...g, state: 'online', lastHeardAt: iso(asOf - 2000), passagesLastMinute: 0 })),
    feed: [],
    agents: full.agents.map((a) => ({ ...a, lastHeardAt: iso(asOf - 2000), backlog: 0 })),
    todo: [],
  };
}

type Row = OverviewListPage['list']['rows'][number];
const given = [
  'Siri Marie',
  'Håkon',
  'Åse',
  'Leif Arne',
  'Răzvan',
  'Mihai',
  'Ion',
  'Paweł',
  'Agnieszka',
  'Mirjana',
  'Jonas',
  'Kārlis',
  'Jörg',
  'Žygimantas',
  'Oksana',
  'Bjørn-Erik',
];
const family = [
  'Aasen',
  'Bøe',
  'Løkkebø',
  'Ørjavik',
  'Ionescu',
  'Lungu',
  'Ștefănescu',
  'Wiśniewski',
  'Żak',
  'Ćosić',
  'Brå',
  'Jansons',
  'Müller',
  'Kairys',
  'Kovaltsjuk',
  'Sæther',
];

const two = (n: number): string => String(n).padStart(2, '0');

function rowsOf(firm: (typeof firms)[number], f: number): Row[] {
  const [name, orgNumber, , expected] = firm;
  const hirer = name.startsWith('Ștefoi') ? { name: 'Tverrvik Entreprenør AS', orgNumber: '311550942' } : null;
  return Array.from({ length: Math.min(expected, 7) }, (_, i) => {
    const n = f * 7 + i;
    return {
      familyName: family[(n * 5) % family.length]!,
      givenName: given[(n * 3) % given.length]!,
      bornOn: (n === 22 ? null : `19${60 + (n % 39)}-${two(1 + (n % 12))}-${two(1 + (n % 28))}`) as Row['bornOn'],
      employer: { name, orgNumber: f === 7 ? null : orgNumber },
      hirer,
      cardNumber: n === 36 || n === 3 ? null : String(12_047_731 + n * 1317),
      insteadOfCard: n === 3 ? 'card_ordered' : null,
    };
  }).toSorted((a, b) => a.familyName.localeCompare(b.familyName, 'nb'));
}

export function listPage(day: string, check: OverviewListPage['check']): OverviewListPage {
  const rows = firms.flatMap(rowsOf);
  const month = day.slice(0, 7);
  const length = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
  return {
    list: {
      day: day as OverviewListPage['list']['day'],
      site: { name: 'Fjordbyen B4', address: 'Kaigata 1, 0150 Oslo' },
      client: { name: 'Lofthavn Byutvikling KF' },
      rows,
    },
    digest: 'ab12c9e07f4d',
    missing: rows.reduce((sum, row) => sum + missingFields(row as Parameters<typeof missingFields>[0]).length, 0),
    check,
    calendar: Array.from({ length }, (_, i) => {
      const date = `${month}-${two(i + 1)}` as OverviewListPage['list']['day'];
      const weekend = [0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay());
      const state =
        date > DAY
          ? 'future'
          : date === DAY
            ? check
              ? 'checked'
              : 'not_checked'
            : weekend
              ? 'not_checked'
              : date.endsWith('11')
                ? 'checked_later'
                : 'checked';
      return { day: date, state };
    }),
    source: nowView().source,
  };
}

const card = (
  n: number,
  change: Partial<NonNullable<PersonView['employments'][number]['card']>> = {},
): NonNullable<PersonView['employments'][number]['card']> => ({
  id: id('crd', n),
  type: 'construction',
  numberEnd: String(7731 + n * 131).slice(-4),
  lastValidOn: '2027-09-14',
  blocked: false,
  blockedReason: null,
  ...change,
});

const person = (
  n: number,
  familyName: string,
  givenName: string,
  presence: PersonView['presence'],
  enterprise: string,
  change: Partial<PersonView> = {},
): PersonView => ({
  holder: id('hld', n),
  givenName,
  familyName,
  language: 'nb',
  presence,
  lastPassage: { at: at('06:58'), plate: 'P1', direction: presence === 'outside' ? 'out' : 'in' },
  missingBirthDate: false,
  employments: [{ enterprise, card: card(n), proof: null }],
  ...change,
});

export const people: PersonView[] = [
  person(1, 'Aasen', 'Siri Marie', 'inside', 'Tverrvik Entreprenør AS'),
  person(2, 'Brå', 'Jonas', 'inside', 'Østbrå Betong AS'),
  person(3, 'Bøe', 'Håkon', 'uncertain', 'Tverrvik Entreprenør AS', {
    lastPassage: { at: '2026-11-19T06:02:00Z', plate: 'P3', direction: 'in' },
  }),
  person(4, 'Ćosić', 'Mirjana', 'outside', 'Blankvik Renhold AS', {
    lastPassage: null,
    employments: [{ enterprise: 'Blankvik Renhold AS', card: card(4, { type: 'cleaning', lastValidOn: '2028-05-11' }), proof: null }],
  }),
  person(5, 'Lungu', 'Mihai', 'inside', 'Ștefoi Montaj SRL', { missingBirthDate: true }),
  person(6, 'Løkkebø', 'Åse', 'outside', 'Tverrvik Entreprenør AS', {
    employments: [
      { enterprise: 'Tverrvik Entreprenør AS', card: card(6), proof: null },
      { enterprise: 'Rørtind VVS AS', card: card(16, { lastValidOn: '2028-01-02' }), proof: null },
    ],
  }),
  person(7, 'Ștefănescu', 'Ion', 'outside', 'Ștefoi Montaj SRL', {
    employments: [{ enterprise: 'Ștefoi Montaj SRL', card: card(7, { lastValidOn: '2026-11-18' }), proof: null }],
  }),
  person(8, 'Wiśniewski', 'Paweł', 'inside', 'Łukowski Tynk NUF', {
    employments: [
      { enterprise: 'Łukowski Tynk NUF', card: card(8, { blocked: true, blockedReason: 'Meldt tapt på riggen 19.11.' }), proof: null },
    ],
  }),
  person(9, 'Żak', 'Agnieszka', 'outside', 'Łukowski Tynk NUF', {
    lastPassage: null,
    employments: [{ enterprise: 'Łukowski Tynk NUF', card: null, proof: 'card_ordered' }],
  }),
  person(10, 'Ørjavik', 'Leif Arne', 'inside', 'Tverrvik Entreprenør AS', {
    employments: [{ enterprise: 'Tverrvik Entreprenør AS', card: card(10, { numberEnd: null, lastValidOn: null }), proof: null }],
  }),
];
