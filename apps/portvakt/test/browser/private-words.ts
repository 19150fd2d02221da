/** What must never stand in an address: whatever tells one person of the site from another. */
import { makePopulation, type Population } from '../../src/simulate/population.ts';
import type { SimulatedSite } from '../../src/simulate/simulated-site.ts';

export const populationOf = (site: SimulatedSite): Population =>
  makePopulation({ seed: site.seed, people: site.people, today: site.firstDay });

/** Finds the first private word in a text, or nothing. */
export function privateWordFinder(site: SimulatedSite): (text: string) => string | undefined {
  const { people, cards, credentials } = populationOf(site);
  const names = people.flatMap(({ holder }) => [holder.givenName, holder.familyName]);
  const dates = people.flatMap(({ holder }) => (holder.bornOn === undefined ? [] : dateForms(holder.bornOn)));
  const numbers = [...cards.map(({ number }) => number?.normal), ...credentials.map(({ credential }) => credential.bits)];
  const words = [...new Set([...names, ...dates, ...numbers])].filter((word) => word !== undefined);
  // a name of three plain letters is part of too much else
  const telling = words.filter((word) => word.length > 3 || /[^\x20-\x7e]/.test(word)).map((word) => RegExp.escape(word));
  const anyOf = new RegExp(`(?<![\\p{L}\\p{N}])(?:${telling.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
  return (text) => anyOf.exec(decode(text))?.[0];
}

function dateForms(iso: string): string[] {
  const [year, month, day] = iso.split('-');
  return [iso, `${day}.${month}.${year}`, `${day}${month}${year}`, `${day}${month}${year?.slice(2)}`];
}

function decode(url: string): string {
  const spaced = url.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced; // a lone per cent sign: read as it stands
  }
}
