/** Fills a fresh centre with one demo site, its people and their cards, and gets the code that its agent enrols by. */
import type { OwnerId, SiteDay } from '@portvakt/domain';
import { makePopulation, type Population } from '../simulate/population.ts';
import type { CentreClient } from './centre-client.ts';
import { type DemoSite, type LaidOutSite, layOutSite } from './demo-sites.ts';

const BATCH = 500;

export function populationOf(demo: DemoSite, firstDay: SiteDay): Population {
  return makePopulation({ seed: demo.seed, people: demo.people, today: firstDay });
}

/** The owner's id is the centre's to give, so a site is laid out for real once that is known. */
export function layOut(demo: DemoSite, owner: OwnerId, firstDay: SiteDay, devices: string): LaidOutSite {
  return layOutSite(demo, owner, populationOf(demo, firstDay).client.id, devices);
}

export interface DemoAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly role: 'site_manager' | 'safety_representative' | 'client' | 'guard';
}

export async function seedSite(
  centre: CentreClient,
  laid: LaidOutSite,
  population: Population,
  accounts: readonly DemoAccount[],
): Promise<void> {
  const under = `/api/v1/sites/${laid.site.id}`;
  await centre.send('PUT', `${under}/enterprises`, { data: [population.client, ...population.enterprises], chain: population.chain });
  const rows = {
    holders: population.people.map(({ holder }) => ({ ...holder, bornOn: holder.bornOn ?? null })),
    cards: population.cards.map(({ blocked: _, number, issuedOn, printedExpiryOn, lostOn, ...card }) => ({
      ...card,
      number: number?.printed ?? null,
      issuedOn: issuedOn ?? null,
      printedExpiryOn: printedExpiryOn ?? null,
      lostOn: lostOn ?? null,
    })),
    credentials: population.credentials,
  };
  for (const [name, all] of Object.entries(rows)) await inBatches<unknown>(all, (data) => centre.send('PUT', `${under}/${name}`, { data }));
  await centre.send('PUT', `${under}/equipment`, { equipment: laid.equipment.map((wiring) => ({ agent: null, wiring })) });
  for (const { role, ...account } of accounts) await centre.send('POST', `${under}/accounts`, { role, account });
  const engagements = population.engagements.map(({ id, holder, employer, hirer, validFrom, validUntil, evidence }) => ({
    id,
    holder,
    employer,
    hirer: hirer ?? null,
    validFrom,
    validUntil: validUntil ?? null,
    evidence,
  }));
  await inBatches(engagements, (data) => centre.send('POST', `${under}/engagements`, { data }));
}

/** Adds the site and answers whose it is. */
export async function addSite(centre: CentreClient, { site }: LaidOutSite): Promise<OwnerId> {
  const { id, owner: _, ...description } = site;
  const made = (await centre.send('POST', '/api/v1/sites', {
    id,
    description: { ...description, listKeeper: description.listKeeper ?? null },
  })) as { owner: OwnerId };
  return made.owner;
}

export async function enrolCode(centre: CentreClient, site: string): Promise<string> {
  const { code } = (await centre.send('POST', `/api/v1/sites/${site}/enrol-codes`)) as { code: string };
  return code;
}

async function inBatches<T>(all: readonly T[], send: (batch: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += BATCH) await send(all.slice(at, at + BATCH));
}
