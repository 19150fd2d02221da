/** Made-up people and enterprises. Org.nr. of none of them is handed out: real ones start with 8 or 9, these with 3. */
import type { Language } from '@portvakt/domain';

export interface NamePool {
  readonly language: Language;
  readonly given: readonly string[];
  readonly family: readonly string[];
}

export const norwegian: NamePool = {
  language: 'nb',
  given: [
    'Kari',
    'Jonas',
    'Åse',
    'Bjørn-Erik',
    'Siri Marie',
    'Håkon',
    'Leif Arne',
    'Marte',
    'Tor-Øyvind',
    'Ingrid',
    'Sindre',
    'Vegard',
    'Tuva',
    'Eirik',
    'Synnøve',
    'Pål',
    'Gro',
    'Øystein',
    'Ragnhild',
    'Snorre',
  ],
  family: [
    'Løvås',
    'Brå',
    'Løkkebø',
    'Sæther',
    'Aasen',
    'Bøe',
    'Ørjavik',
    'Haugsdal',
    'Evensen',
    'Fjeldvær',
    'Kvamsøy',
    'Nygård',
    'Skjelbred',
    'Tveitå',
    'Ådland',
    'Østvik',
    'Myrbråten',
    'Solfjeld',
    'Gjerdåker',
    'Hestnes',
  ],
};

export const polish: NamePool = {
  language: 'pl',
  given: ['Paweł', 'Agnieszka', 'Łukasz', 'Krzysztof', 'Małgorzata', 'Wojciech', 'Zbigniew', 'Grażyna', 'Michał', 'Stanisław'],
  family: ['Wiśniewski', 'Żak', 'Łukowski', 'Szczęsny', 'Dąbrowski', 'Jabłoński', 'Źrebiec', 'Kaźmierczak', 'Gołąb', 'Ćwik'],
};

export const lithuanian: NamePool = {
  language: 'lt',
  given: ['Žygimantas', 'Vytautas', 'Rūta', 'Gediminas', 'Živilė', 'Mindaugas', 'Jūratė', 'Šarūnas', 'Aušra', 'Tomas'],
  family: ['Kairys', 'Žukas', 'Šimkus', 'Petrauskas', 'Čepas', 'Ūsas', 'Grybauskas', 'Žemaitis', 'Jankauskas', 'Vėlius'],
};

export const romanian: NamePool = {
  language: 'ro',
  given: ['Ion', 'Răzvan', 'Mihai', 'Ștefan', 'Ioana', 'Cătălin', 'Țuțu', 'Andreea', 'Gheorghe', 'Sânziana'],
  family: ['Ștefănescu', 'Ionescu', 'Lungu', 'Țăran', 'Brânză', 'Văcărescu', 'Popa', 'Drăgan', 'Mureșan', 'Țepeș'],
};

export const international: NamePool = {
  language: 'en',
  given: ['Oksana', 'Mirjana', 'Jörg', 'Kārlis', 'Nguyễn', 'Sean', 'Amélie', 'Dušan', 'Ragnar', 'Mehmet'],
  family: ['Kovaltsjuk', 'Ćosić', 'Müller', 'Jansons', 'Văn Hùng', "O'Brien", 'Lefèvre', 'Šimůnek', 'Põld', 'Öztürk'],
};

export interface EnterpriseSeed {
  readonly name: string;
  readonly share: number;
  readonly people: readonly NamePool[];
  /** Index in the list of the one it works for; the first is the main contractor. */
  readonly worksFor: number | undefined;
  readonly cleaning?: true;
  readonly hiredOut?: true;
  readonly soleProprietor?: true;
}

/** Fourteen enterprises in a contract chain three deep, with one that hires out, one that cleans and one sole proprietor. */
export const enterpriseSeeds: readonly EnterpriseSeed[] = [
  { name: 'Tverrvik Entreprenør AS', share: 55, people: [norwegian], worksFor: undefined },
  { name: 'Østbrå Betong AS', share: 40, people: [norwegian, international], worksFor: 0 },
  { name: 'Baltvika Fasade UAB', share: 30, people: [lithuanian], worksFor: 0 },
  { name: 'Ștefoi Montaj SRL', share: 24, people: [romanian], worksFor: 0, hiredOut: true },
  { name: 'Skjærstad Elektro AS', share: 22, people: [norwegian, international], worksFor: 0 },
  { name: 'Łukowski Tynk NUF', share: 14, people: [polish], worksFor: 1 },
  { name: 'Rørtind VVS AS', share: 11, people: [norwegian], worksFor: 0 },
  { name: 'Høgløft Kran AS', share: 9, people: [norwegian], worksFor: 0 },
  { name: 'Grønnåsen Anlegg AS', share: 9, people: [norwegian], worksFor: 0 },
  { name: 'Wisła Stillas NUF', share: 8, people: [polish], worksFor: 1 },
  { name: 'Fjellvarme Ventilasjon AS', share: 7, people: [norwegian, lithuanian], worksFor: 6 },
  { name: 'Blankvik Renhold AS', share: 5, people: [international], worksFor: 0, cleaning: true },
  { name: 'Sandøy Målerservice', share: 4, people: [norwegian], worksFor: 5 },
  { name: 'Ådland Rådgivning', share: 2, people: [norwegian], worksFor: 0, soleProprietor: true },
];
