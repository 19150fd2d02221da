import { describe, expect, it } from 'vitest';
import { people } from '../../../../../test/site-double.ts';
import { choiceOf, fits, validity, withBlock } from './people-rows.ts';

const card = {
  id: 'crd_1',
  type: 'construction',
  numberEnd: '7731',
  lastValidOn: '2026-11-20',
  blocked: false,
  blockedReason: null,
} as const;

describe('a card', () => {
  it('holds through its last valid day', () => {
    expect(validity(card, '2026-11-20')).toBe('valid');
    expect(validity(card, '2026-11-21')).toBe('expired');
  });

  it('is blocked before it is anything else', () => {
    expect(validity({ ...card, blocked: true }, '2026-11-21')).toBe('blocked');
    expect(validity({ ...card, lastValidOn: null }, '2026-11-21')).toBe('unknown');
  });
});

describe('the people shown', () => {
  it('are chosen by presence or block', () => {
    const names = (choice: Parameters<typeof fits>[1]) => people.filter((p) => fits(p, choice)).map((p) => p.familyName);
    expect(names('all')).toHaveLength(people.length);
    expect(names('uncertain')).toEqual(['Bøe']);
    expect(names('blocked')).toEqual(['Wiśniewski']);
    expect(choiceOf('everyone')).toBe('all');
  });

  it('have one card blocked and unblocked, and nothing else changed', () => {
    const id = people[0]!.employments[0]!.card!.id;
    const blocked = withBlock(people, id, 'Meldt tapt');
    expect(blocked[0]!.employments[0]!.card).toMatchObject({ blocked: true, blockedReason: 'Meldt tapt' });
    expect(blocked.slice(1)).toEqual(people.slice(1));
    expect(withBlock(blocked, id, null)).toEqual(people);
  });
});
