import { denialReasons, languages, notices } from '@portvakt/domain';
import { SIGNAL_TEXT_MAX } from '@portvakt/ports';
import { describe, expect, it } from 'vitest';
import { signalFor, type TextKey, texts } from './speak.ts';

const keys: readonly TextKey[] = [...denialReasons, ...notices, 'granted_in', 'granted_out'];

describe.each(languages)('texts at the gate in %s', (language) => {
  it('are all there, and nothing else', () => {
    expect(Object.keys(texts[language]).toSorted()).toEqual(keys.toSorted());
  });

  it.each(keys)('%s fits the display', (key) => {
    const text = texts[language][key];
    expect(text.length).toBeLessThanOrEqual(SIGNAL_TEXT_MAX);
    expect(text).toMatch(/^\p{Lu}[^\p{Cc}\d]+$/u);
  });
});

describe('signals', () => {
  const basis = undefined;
  it.each([
    [{ kind: 'granted', notices: [], overridden: undefined, basis }, 'in', 'green', 'granted_in', 'Witamy'],
    [{ kind: 'granted', notices: ['list_is_old'], overridden: undefined, basis }, 'in', 'green', 'granted_in', 'Witamy'],
    [
      { kind: 'granted', notices: ['list_is_old', 'card_expires_soon'], overridden: undefined, basis },
      'in',
      'green',
      'notice',
      'Witamy. Karta wkrótce straci ważność',
    ],
    [{ kind: 'granted', notices: [], overridden: 'card_expired', basis }, 'out', 'green', 'granted_out', 'Do widzenia! Wyjście zapisane'],
    [{ kind: 'denied', reason: 'card_expired', basis }, 'in', 'red', 'denied', 'Karta straciła ważność. Zgłoś się do biura budowy'],
    [{ kind: 'denied', reason: 'card_unknown', basis }, 'in', 'amber', 'unknown', 'Nieznana karta. Zgłoś się do biura budowy'],
  ] as const)('%j %s is %s %s', (decision, direction, lamp, sound, text) => {
    expect(signalFor(decision, direction, 'pl')).toMatchObject({ lamp, sound, text, language: 'pl' });
  });
});
