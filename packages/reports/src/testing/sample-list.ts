/** The list of the design: fourteen people, four employers, two gaps, one card on order. All invented. */
import type { ListCheck, OverviewList, OverviewRow, Proof, SiteDay } from '@portvakt/domain';

const employers = {
  entreprenor: { name: 'Tverrvik Entreprenør AS', orgNumber: '311550942' },
  betong: { name: 'Østbrå Betong AS', orgNumber: '316234585' },
  montaj: { name: 'Ștefoi Montaj SRL', orgNumber: '314012364' },
  tynk: { name: 'Łukowski Tynk NUF', orgNumber: '317345690' },
} as const;

type Employer = keyof typeof employers;

export function rowOf(
  familyName: string,
  givenName: string,
  bornOn: SiteDay | null,
  cardNumber: string | null,
  employer: Employer = 'betong',
  other: { readonly hirer?: Employer; readonly proof?: Proof } = {},
): OverviewRow {
  return {
    familyName,
    givenName,
    bornOn,
    employer: employers[employer],
    hirer: other.hirer === undefined ? null : employers[other.hirer],
    cardNumber,
    insteadOfCard: other.proof ?? null,
  };
}

export const sampleRows: readonly OverviewRow[] = [
  rowOf('Bøe', 'Håkon', '1979-11-02', '12047745', 'entreprenor'),
  rowOf('Evensen', 'Tor-Øyvind', '1990-08-12', '12010082', 'entreprenor'),
  rowOf('Haugsdal', 'Marte', '2001-07-05', '12194410', 'entreprenor'),
  rowOf('Løkkebø', 'Åse', '1994-06-27', '01198302', 'entreprenor'),
  rowOf('Ørjavik', 'Leif Arne', '1966-01-19', null, 'entreprenor', { proof: 'card_ordered' }),
  rowOf('Aasen', 'Siri Marie', '1988-03-14', '1204 7731', 'entreprenor'),
  rowOf('Brå', 'Jonas', '1987-10-22', '11932217'),
  rowOf('Jansons', 'Kārlis', '1982-04-16', '11932290'),
  rowOf('Müller', 'Jörg', '1975-12-01', '11948803'),
  rowOf('Ionescu', 'Răzvan', '1991-09-08', '12105518', 'montaj', { hirer: 'entreprenor' }),
  rowOf('Lungu', 'Mihai', null, '12105524', 'montaj', { hirer: 'entreprenor' }),
  rowOf('Ștefănescu', 'Ion', '1985-04-23', '11870926', 'montaj'),
  rowOf('Wiśniewski', 'Paweł', '1983-12-30', '11896640', 'tynk'),
  rowOf('Żak', 'Agnieszka', '1997-05-11', null, 'tynk'),
];

export function listOf(rows: readonly OverviewRow[] = sampleRows): OverviewList {
  return {
    day: '2026-11-20',
    site: { name: 'Fjordbyen B2', address: 'Kaigata 9, 0150 Oslo' },
    client: { name: 'Lofthavn Byutvikling KF' },
    rows,
  };
}

const check: ListCheck = {
  day: '2026-11-20',
  checkedAt: '2026-11-20T08:20:00Z',
  checkedBy: { name: 'Kari Løvås', role: 'byggeplassleder' },
  remark: '2 mangler er meldt til firmaene',
};

export const sampleContext = { code: 'b2', check, generatedAt: '2026-11-20T09:21:00+01:00', keptBy: 'Tverrvik Entreprenør AS' } as const;

/** Names that try to be something else. */
export const naughtyNames: readonly string[] = [
  '#eval("1")',
  '#panic()',
  '#read("/etc/passwd")',
  '*bold* _kursiv_',
  '$x^2$',
  '@ref <merke>',
  '= Overskrift',
  '- punkt',
  '] #[',
  '\\u{41}',
  '"--"',
  '`kode`',
  '//kommentar',
  '/*',
  '\u202Egnp.exe',
  '\u2066Ola\u2069',
  '😀 Smil',
  '漢字',
  "O'Brien",
  "'t Hart",
  'a\tb\r\nc',
  'W'.repeat(200),
  'E\u0301va',
  '<script>alert(1)</script>',
  ';";",',
  '\ufeffBOM',
  '\u0000nul',
];
