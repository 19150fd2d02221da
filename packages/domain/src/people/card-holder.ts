import type { HolderId } from '../identity.ts';
import type { SiteDay } from '../site/site-day.ts';

/** Languages the gate can speak. BCP 47. */
export type Language = 'nb' | 'nn' | 'en' | 'pl' | 'lt' | 'ro';

export const languages: readonly Language[] = ['nb', 'nn', 'en', 'pl', 'lt', 'ro'];

/** A person who carries a card. Never a fødselsnummer: § 15 e asks for the date of birth and no more. */
export interface CardHolder {
  readonly id: HolderId;
  readonly givenName: string;
  readonly familyName: string;
  /** `undefined`: not told yet; the list shows it as missing. */
  readonly bornOn: SiteDay | undefined;
  readonly language: Language;
}

/** Order of names in Norwegian: Aa sorts as Å. */
const collator = new Intl.Collator('nb');

export function byName(a: Pick<CardHolder, 'familyName' | 'givenName'>, b: Pick<CardHolder, 'familyName' | 'givenName'>): number {
  return collator.compare(a.familyName, b.familyName) || collator.compare(a.givenName, b.givenName);
}

/** Norwegian order of any two texts. */
export function compareText(a: string, b: string): number {
  return collator.compare(a, b);
}
