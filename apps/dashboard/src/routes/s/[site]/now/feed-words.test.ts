import { denialReasons, notices } from '@portvakt/domain';
import type { SiteNowView } from '@portvakt/protocol';
import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { denialTexts, noticeTexts } from '#lib/wording/reason-text.ts';
import { feedWords } from './feed-words.ts';

type Item = SiteNowView['feed'][number];
let locale: 'nb' | 'en' = 'nb';
overwriteGetLocale(() => locale);

const item = (change: Partial<Item>): Item => ({
  key: { agent: 'agt_1', epoch: 1, sequence: 7 },
  at: '2026-11-20T08:12:31Z',
  plate: 'P1',
  direction: 'in',
  decision: { kind: 'granted', notices: [], overridden: null, basis: null },
  person: { holder: 'hld_1', name: 'Jonas Brå', enterprise: 'Østbrå Betong AS' },
  ...change,
});

describe('an event in words', () => {
  it('says no more than in or out of the ordinary', () => {
    expect(feedWords(item({}))).toEqual({
      key: 'agt_1/1/7',
      is: 'in',
      word: 'Inn',
      name: 'Jonas Brå',
      enterprise: 'Østbrå Betong AS',
      why: [],
      row: 'plain',
    });
    expect(feedWords(item({ direction: 'out' }))).toMatchObject({ is: 'out', word: 'Ut' });
  });

  it('says why someone was refused', () => {
    const denied = feedWords(item({ decision: { kind: 'denied', reason: 'card_expired', basis: null } }));
    expect(denied).toMatchObject({ is: 'stop', word: 'Avvist', why: ['Kortet er utløpt'], row: 'stop' });
  });

  it('says what was set aside on the way out', () => {
    const out = feedWords(item({ direction: 'out', decision: { kind: 'granted', notices: [], overridden: 'card_blocked', basis: null } }));
    expect(out).toMatchObject({ is: 'out', why: ['Sluppet ut likevel: kortet er sperret'], row: 'plain' });
  });

  it('names a card that nobody is known by', () => {
    expect(feedWords(item({ person: null, decision: { kind: 'denied', reason: 'card_unknown', basis: null } }))).toMatchObject({
      name: 'Ukjent kort',
      enterprise: '',
    });
    expect(feedWords(item({ person: { holder: 'hld_1', name: '', enterprise: 'Rørtind VVS AS' } })).name).toBe('Ukjent kort');
  });

  it.each(['nb', 'en'] as const)('has words of its own for every reason and notice in %s', (language) => {
    locale = language;
    const texts = [...denialReasons.map((r) => denialTexts[r]()), ...notices.map((n) => noticeTexts[n]())];
    expect(new Set(texts).size).toBe(denialReasons.length + notices.length);
    for (const text of texts) expect(text).not.toMatch(/denial_|notice_/);
    locale = 'nb';
  });
});
