/** Paraglide shows the key of a message that is missing, so what is missing has to be found here. */
import { denialReasons, notices } from '@portvakt/domain';
import { describe, expect, it } from 'vitest';
import en from '../../../messages/en.json' with { type: 'json' };
import nb from '../../../messages/nb.json' with { type: 'json' };
import settings from '../../../project.inlang/settings.json' with { type: 'json' };

interface Variants {
  readonly declarations: readonly string[];
  readonly selectors: readonly string[];
  readonly match: Readonly<Record<string, string>>;
}
type Messages = Readonly<Record<string, string | readonly Variants[]>>;

const files: Readonly<Record<string, Messages>> = { nb, en };
const inputsOf = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!))].toSorted();
const textsOf = (message: string | readonly Variants[]): string[] =>
  typeof message === 'string' ? [message] : message.flatMap((v) => Object.values(v.match));

describe('messages', () => {
  it('stand in every language of the project', () => {
    expect(Object.keys(files).toSorted()).toEqual([...settings.locales].toSorted());
  });

  it.each(Object.keys(files))('%s has the same keys as the others', (locale) => {
    expect(Object.keys(files[locale]!)).toEqual(Object.keys(nb));
  });

  it.each(Object.keys(files))('%s takes the same inputs and leaves nothing empty', (locale) => {
    for (const [key, message] of Object.entries(files[locale]!)) {
      const inputs = (m: string | readonly Variants[]) => [...new Set(textsOf(m).flatMap(inputsOf))].toSorted();
      expect(inputs(message), key).toEqual(inputs((nb as Messages)[key]!));
      for (const text of textsOf(message)) expect(text.trim(), key).not.toBe('');
    }
  });

  it.each(Object.keys(files))('%s has each plural category of its language', (locale) => {
    const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted();
    for (const [key, message] of Object.entries(files[locale]!)) {
      if (typeof message === 'string') continue;
      for (const variants of message) {
        expect(
          Object.keys(variants.match)
            .map((m) => m.replace('category=', ''))
            .toSorted(),
          key,
        ).toEqual(categories);
      }
    }
  });

  it.each(Object.keys(files))('%s has a text for every denial reason and notice', (locale) => {
    for (const reason of denialReasons) expect(files[locale]![`denial_${reason}`], reason).toBeTypeOf('string');
    for (const notice of notices) expect(files[locale]![`notice_${notice}`], notice).toBeTypeOf('string');
  });
});
