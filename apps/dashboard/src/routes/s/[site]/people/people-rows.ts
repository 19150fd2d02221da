/** Which of the people that were found are shown, and what is said of their cards. */
import type { PersonView } from '@portvakt/protocol';

/** Everyone of the largest site: the counts on the page are of all who were found. */
export const LIMIT = 3_000;

export const choices = ['all', 'inside', 'uncertain', 'blocked'] as const;
export type Choice = (typeof choices)[number];

export function choiceOf(text: string | null): Choice {
  return choices.find((choice) => choice === text) ?? 'all';
}

const isBlocked = (person: PersonView): boolean => person.employments.some((e) => e.card?.blocked === true);

export function fits(person: PersonView, choice: Choice): boolean {
  switch (choice) {
    case 'all':
      return true;
    case 'blocked':
      return isBlocked(person);
    default:
      return person.presence === choice;
  }
}

type Card = NonNullable<PersonView['employments'][number]['card']>;

/** Calendar dates compare as text. The last valid day is a day the card still holds. */
export function validity(card: Card, today: string): 'blocked' | 'expired' | 'valid' | 'unknown' {
  if (card.blocked) return 'blocked';
  if (card.lastValidOn === null) return 'unknown';
  return card.lastValidOn < today ? 'expired' : 'valid';
}

/** The same people with one card's block changed: shown at once, while the desk tells the gates. */
export function withBlock(people: readonly PersonView[], card: string, reason: string | null): readonly PersonView[] {
  return people.map((person) => ({
    ...person,
    employments: person.employments.map((e) =>
      e.card?.id === card ? { ...e, card: { ...e.card, blocked: reason !== null, blockedReason: reason } } : e,
    ),
  }));
}
