/**
 * A seeded site full of people: who they are, whom they work for, what card they carry, and what is wrong with some of them. Both the
 * seeding of the centre and the simulator make it from the seed alone, so that neither has to tell the other who holds which card.
 */
import {
  addDays,
  type Card,
  type CardHolder,
  type ContractLink,
  type Credential,
  type CredentialId,
  checkDigit,
  credentialOf,
  type Engagement,
  type Enterprise,
  idOf,
  type OrgNumber,
  type SiteDay,
} from '@portvakt/domain';
import { type EnterpriseSeed, enterpriseSeeds } from './names.ts';
import { type Seeded, seeded } from './seeded.ts';

/** What makes a person's day unlike the others'. */
export type Habit = 'ordinary' | 'forgets_card' | 'forgets_to_tap_out' | 'expired_card' | 'two_cards' | 'card_on_order';

export interface Person {
  readonly holder: CardHolder;
  readonly habit: Habit;
  /** What the person carries, in the order it is tried. The second of two cards is for another employer. */
  readonly carried: readonly Credential[];
}

export interface Population {
  readonly client: Enterprise;
  readonly enterprises: readonly Enterprise[];
  readonly chain: readonly ContractLink[];
  readonly people: readonly Person[];
  readonly cards: readonly Card[];
  readonly credentials: readonly { readonly id: CredentialId; readonly card: Card['id']; readonly credential: Credential }[];
  readonly engagements: readonly Engagement[];
  /** Cards that nobody on the site is known by. */
  readonly strangers: readonly Credential[];
}

export interface PopulationOptions {
  readonly seed: number;
  readonly people: number;
  /** The day the site is seen from: cards expire and engagements begin around it. */
  readonly today: SiteDay;
}

/** Ids carry a fixed instant, so that they depend on the seed alone. */
const MADE_MS = Date.UTC(2026, 0, 5, 6);
const AUTHOR = 'import';

export function makePopulation({ seed, people: count, today }: PopulationOptions): Population {
  const chance = seeded(seed);
  const newId = () => chance.uuidv7(MADE_MS);
  const client: Enterprise = {
    id: idOf('enterprise', newId()),
    name: 'Lofthavn Byutvikling KF',
    orgNumber: orgNumber(chance),
    soleProprietor: false,
  };
  const enterprises = enterpriseSeeds.map(
    (e): Enterprise => ({
      id: idOf('enterprise', newId()),
      name: e.name,
      orgNumber: orgNumber(chance),
      soleProprietor: e.soleProprietor === true,
    }),
  );
  const chain = enterpriseSeeds.flatMap((e, i) =>
    e.worksFor === undefined ? [] : [{ enterprise: enterprises[i]!.id, worksFor: enterprises[e.worksFor]!.id }],
  );

  const people: Person[] = [];
  const cards: Card[] = [];
  const credentials: { id: CredentialId; card: Card['id']; credential: Credential }[] = [];
  const engagements: Engagement[] = [];

  const giveCard = (holder: CardHolder, employer: Enterprise, of: EnterpriseSeed, expired: boolean): Credential => {
    const issuedOn = expired ? addDays(today, -732) : addDays(today, -chance.between(10, 690));
    const card: Card = {
      id: idOf('card', newId()),
      holder: holder.id,
      employer: employer.id,
      type: of.cleaning ? 'cleaning' : 'construction',
      number: cardNumber(chance, cards.length),
      issuedOn,
      printedExpiryOn: undefined,
      registers: [
        { register: 'aa_registeret', status: chance.chance(0.03) ? 'unclear' : 'fulfilled', fetchedAt: '2026-01-05T06:00:00.000Z' },
      ],
      lostOn: undefined,
      blocked: undefined,
    };
    const credential = em4100(chance);
    cards.push(card);
    credentials.push({ id: idOf('credential', newId()), card: card.id, credential });
    engage(holder, employer, of, { kind: 'card', card: card.id });
    return credential;
  };
  const engage = (holder: CardHolder, employer: Enterprise, of: EnterpriseSeed, evidence: Engagement['evidence']) => {
    engagements.push({
      id: idOf('engagement', newId()),
      holder: holder.id,
      employer: employer.id,
      hirer: of.hiredOut && of.worksFor !== undefined ? enterprises[of.worksFor]!.id : undefined,
      validFrom: addDays(today, -chance.between(20, 200)),
      validUntil: undefined,
      evidence,
      recordedAt: '2026-01-05T06:00:00.000Z',
      supersedes: undefined,
      author: AUTHOR,
      reason: undefined,
    });
  };

  for (const [index, of] of shares(count).entries()) {
    const employer = enterprises[enterpriseSeeds.indexOf(of)]!;
    const pool = chance.pick(of.people);
    const habit = habitOf(index, count);
    const holder: CardHolder = {
      id: idOf('holder', newId()),
      givenName: chance.pick(pool.given),
      familyName: chance.pick(pool.family),
      bornOn: index % 80 === 41 ? undefined : addDays('1985-06-01', chance.between(-9_000, 7_000)),
      language: pool.language,
    };
    if (habit === 'card_on_order') {
      engage(holder, employer, of, { kind: 'proof', proof: 'card_ordered', since: addDays(today, -5) });
      people.push({ holder, habit, carried: [] });
      continue;
    }
    const carried = [giveCard(holder, employer, of, habit === 'expired_card')];
    if (habit === 'two_cards') carried.push(giveCard(holder, enterprises[1]!, enterpriseSeeds[1]!, false));
    people.push({ holder, habit, carried });
  }
  return {
    client,
    enterprises,
    chain,
    people,
    cards,
    credentials,
    engagements,
    strangers: Array.from({ length: 6 }, () => em4100(chance)),
  };
}

/** Which enterprise each person works for, in the seeds' proportions and mixed by stride so that every hour sees every firm. */
function shares(count: number): readonly EnterpriseSeed[] {
  const total = enterpriseSeeds.reduce((sum, e) => sum + e.share, 0);
  const all = enterpriseSeeds.flatMap((e) => Array.from({ length: e.share }, () => e));
  const stride = 97; // coprime with the total of the shares, so each place is taken once a round
  return Array.from({ length: count }, (_, i) => all[(i * stride) % total]!);
}

/** A fixed few of each kind, whatever the seed, so that every demo shows them. */
function habitOf(index: number, count: number): Habit {
  if (count < 20) return 'ordinary';
  if (index % 60 === 7) return 'expired_card';
  if (index % 40 === 11) return 'forgets_card';
  if (index % 30 === 17) return 'forgets_to_tap_out';
  if (index % 80 === 23) return 'two_cards';
  return index % 80 === 53 ? 'card_on_order' : 'ordinary';
}

function orgNumber(chance: Seeded): OrgNumber {
  for (;;) {
    const eight = `3${chance.between(1_000_000, 9_999_999)}`;
    const check = checkDigit(eight);
    if (check !== undefined) return `${eight}${check}` as OrgNumber;
  }
}

function cardNumber(chance: Seeded, index: number): Card['number'] {
  const printed = String(1_100_000 * 10 + index * 37 + chance.between(0, 36));
  return { printed, normal: printed };
}

function em4100(chance: Seeded): Credential {
  return credentialOf(
    'em4100',
    Array.from({ length: 5 }, (_, i) => (i === 0 ? 0x2a : chance.between(0, 255)).toString(16).padStart(2, '0')).join(''),
  );
}
