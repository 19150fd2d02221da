import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Card } from '../card/card.ts';
import type { CardId, EngagementId, HolderId } from '../identity.ts';
import type { CardHolder } from '../people/card-holder.ts';
import type { Engagement, Proof } from '../people/engagement.ts';
import type { Enterprise } from '../people/enterprise.ts';
import { readOrgNumber } from '../people/org-number.ts';
import { countPeople, makeOverviewList, missingFields, type OverviewSource } from './overview-list.ts';

function enterprise(id: Enterprise['id'], name: string, number?: string): Enterprise {
  const reading = readOrgNumber(number ?? '');
  return { id, name, orgNumber: reading.ok ? reading.number : undefined, soleProprietor: false };
}

const person = (id: HolderId, familyName: string, givenName: string, bornOn: CardHolder['bornOn'] = '1990-01-01'): CardHolder => ({
  id,
  familyName,
  givenName,
  bornOn,
  language: 'nb',
});

const cardOf = (id: CardId, holder: HolderId, printed: string | undefined): Card => ({
  id,
  holder,
  employer: 'ent_betong',
  type: 'construction',
  number: printed === undefined ? undefined : { printed, normal: printed },
  issuedOn: '2026-01-01',
  printedExpiryOn: undefined,
  registers: [],
  lostOn: undefined,
  blocked: undefined,
});

let serial = 0;
const work = (holder: HolderId, evidence: CardId | Proof, other: Partial<Engagement> = {}): Engagement => {
  serial += 1;
  return {
    id: `eng_${serial}` as EngagementId,
    holder,
    employer: 'ent_betong',
    hirer: undefined,
    validFrom: '2026-11-01',
    validUntil: undefined,
    evidence: evidence.startsWith('crd_')
      ? { kind: 'card', card: evidence as CardId }
      : { kind: 'proof', proof: evidence as Proof, since: '2026-11-01' },
    recordedAt: '2026-11-01T00:00:00Z',
    supersedes: undefined,
    author: 'test',
    reason: undefined,
    ...other,
  };
};

const source: OverviewSource = {
  site: { name: 'Fjordbyen B2', address: 'Kaigata 9, 0150 Oslo' },
  client: enterprise('ent_client', 'Lofthavn Byutvikling KF', '310678902'),
  enterprises: [
    enterprise('ent_betong', 'Østbrå Betong AS', '316234585'),
    enterprise('ent_entr', 'Tverrvik Entreprenør AS', '311550942'),
    enterprise('ent_new', 'Ny Mur'),
  ],
  holders: [
    person('hld_aas', 'Aas', 'Siri'),
    person('hld_bra', 'Brå', 'Jonas'),
    person('hld_zak', 'Żak', 'Agnieszka'),
    person('hld_visit', 'Gjest', 'Per'),
    person('hld_orj', 'Ørjavik', 'Leif'),
  ],
  cards: [cardOf('crd_aas', 'hld_aas', '01204773'), cardOf('crd_bra', 'hld_bra', '1193 2217'), cardOf('crd_none', 'hld_zak', undefined)],
  engagements: [],
};
const listOf = (engagements: readonly Engagement[], other: Partial<OverviewSource> = {}) =>
  makeOverviewList('2026-11-20', { ...source, ...other, engagements });
const names = (list: ReturnType<typeof listOf>) => list.rows.map((row) => row.familyName);

describe('makeOverviewList', () => {
  it('holds § 15 a–e and nothing more', () => {
    const list = listOf([work('hld_aas', 'crd_aas', { hirer: 'ent_entr' })]);
    expect(list).toEqual({
      day: '2026-11-20',
      site: { name: 'Fjordbyen B2', address: 'Kaigata 9, 0150 Oslo' },
      client: { name: 'Lofthavn Byutvikling KF' },
      rows: [
        {
          familyName: 'Aas',
          givenName: 'Siri',
          bornOn: '1990-01-01',
          employer: { name: 'Østbrå Betong AS', orgNumber: '316234585' },
          hirer: { name: 'Tverrvik Entreprenør AS', orgNumber: '311550942' },
          cardNumber: '01204773',
          insteadOfCard: null,
        },
      ],
    });
  });

  it('is about who shall work that day', () => {
    const rows = [
      work('hld_aas', 'crd_aas', { validUntil: '2026-11-19' }),
      work('hld_bra', 'crd_bra', { validUntil: '2026-11-20' }),
      work('hld_zak', 'crd_none', { validFrom: '2026-11-21' }),
      work('hld_orj', 'card_ordered', { validFrom: '2026-11-20' }),
    ];
    expect(names(listOf(rows))).toEqual(['Brå', 'Ørjavik']);
  });

  it('leaves out visitors, and lists every other proof without a number', () => {
    const proofs: readonly Proof[] = [
      'card_ordered',
      'pupil_on_placement',
      'nav_measure',
      'introduction_programme',
      'awaiting_d_number',
      'short_assignment',
      'holiday_cover',
    ];
    const list = listOf([work('hld_visit', 'visit'), ...proofs.map((proof) => work('hld_orj', proof))]);
    expect(new Set(list.rows.map((row) => row.insteadOfCard))).toEqual(new Set(proofs));
    expect(list.rows.every((row) => row.cardNumber === null && missingFields(row).length === 0)).toBe(true);
  });

  it('sorts by employer and name as Norwegian does: Aa is Å, and Æ, Ø, Å come last', () => {
    const people = ['Ås', 'Aas', 'Zak', 'Ørjavik', 'Ærlig', 'Aasen', 'Brå', 'Abel'].map((name, i) => person(`hld_${i}`, name, 'A'));
    const rows = people.map((p) => work(p.id, 'card_ordered'));
    expect(names(listOf(rows, { holders: people }))).toEqual(['Abel', 'Brå', 'Zak', 'Ærlig', 'Ørjavik', 'Ås', 'Aas', 'Aasen']);
    const employers = listOf([
      work('hld_aas', 'crd_aas'),
      work('hld_zak', 'crd_none', { employer: 'ent_entr' }),
      work('hld_bra', 'crd_bra', { employer: 'ent_new' }),
    ]);
    expect(employers.rows.map((row) => row.employer.name)).toEqual(['Ny Mur', 'Tverrvik Entreprenør AS', 'Østbrå Betong AS']);
  });

  it('keeps employers of one name apart, each in one piece', () => {
    const twins = [enterprise('ent_betong', 'Mur AS', '316234585'), enterprise('ent_entr', 'Mur AS', '311550942')];
    const rows = [work('hld_aas', 'crd_aas'), work('hld_bra', 'crd_bra', { employer: 'ent_entr' }), work('hld_zak', 'crd_none')];
    expect(listOf(rows, { enterprises: twins }).rows.map((row) => row.employer.orgNumber)).toEqual(['311550942', '316234585', '316234585']);
  });

  it('lists a person with two employers under both', () => {
    const list = listOf([work('hld_aas', 'crd_aas'), work('hld_aas', 'card_ordered', { employer: 'ent_entr' })]);
    expect(list.rows.map((row) => [row.familyName, row.employer.name])).toEqual([
      ['Aas', 'Tverrvik Entreprenør AS'],
      ['Aas', 'Østbrå Betong AS'],
    ]);
  });

  it('lists a person once where two engagements say the same', () => {
    expect(listOf([work('hld_aas', 'crd_aas'), work('hld_aas', 'crd_aas', { validUntil: '2026-12-01' })]).rows).toHaveLength(1);
  });

  it('lists someone whose name is not known rather than losing them', () => {
    expect(listOf([work('hld_gone', 'crd_aas')]).rows).toMatchObject([
      { familyName: '', givenName: '', bornOn: null, cardNumber: '01204773' },
    ]);
  });

  it('is the same list however the source is ordered (property)', () => {
    const rows = [
      work('hld_aas', 'crd_aas'),
      work('hld_aas', 'card_ordered', { employer: 'ent_entr' }),
      work('hld_bra', 'crd_bra', { hirer: 'ent_entr' }),
      work('hld_bra', 'crd_bra'),
      work('hld_zak', 'crd_none'),
      work('hld_gone', 'nav_measure'),
      work('hld_orj', 'holiday_cover'),
      work('hld_twin', 'short_assignment'),
    ];
    const holders = [...source.holders, person('hld_twin', 'Ørjavik', 'Leif')];
    const expected = listOf(rows, { holders });
    fc.assert(
      fc.property(
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.shuffledSubarray(holders, { minLength: holders.length }),
        (shuffled, people) => {
          expect(listOf(shuffled, { holders: people })).toEqual(expected);
        },
      ),
    );
  });
});

describe('missingFields', () => {
  it('names what § 15 asks for and the row lacks', () => {
    const holders = [person('hld_zak', 'Żak', 'Agnieszka', undefined)].map((h) => ({ ...h, bornOn: undefined }));
    const [row] = listOf([work('hld_zak', 'crd_none', { employer: 'ent_new' })], { holders }).rows;
    expect(missingFields(row!)).toEqual(['bornOn', 'cardNumber', 'orgNumber']);
  });

  it('asks for the hirer’s number too, and for none where all is there', () => {
    const list = listOf([work('hld_aas', 'crd_aas', { hirer: 'ent_new' }), work('hld_bra', 'crd_bra', { hirer: 'ent_entr' })]);
    expect(list.rows.map(missingFields)).toEqual([[], ['orgNumber']]);
  });

  it('takes a card that is not known for a missing number', () => {
    expect(listOf([work('hld_aas', 'crd_unknown')]).rows.map(missingFields)).toEqual([['cardNumber']]);
  });
});

it('counts a person on two rows once, and two of one name without a date of birth as two', () => {
  const row = (familyName: string, bornOn: '1990-01-01' | '1991-01-01' | null) => ({ familyName, givenName: 'Kari', bornOn });
  expect(countPeople([row('Brå', '1990-01-01'), row('Brå', '1990-01-01'), row('Brå', '1991-01-01')])).toBe(2);
  expect(countPeople([row('Brå', null), row('Brå', null)])).toBe(2);
});
