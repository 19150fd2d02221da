import { expect, it } from 'vitest';
import { idOf, isId } from './identity.ts';

const UUID = '019aac1e-0000-7000-8000-000000000001';

it('puts the prefix of its kind before a uuidv7 and knows it again', () => {
  expect(idOf('card', UUID)).toBe(`crd_${UUID}`);
  expect(isId('card', `crd_${UUID}`)).toBe(true);
  expect(isId('holder', `crd_${UUID}`)).toBe(false);
});

it.each(['', 'x', UUID.toUpperCase(), UUID.replace('-7', '-4'), `crd_${UUID}`, `${UUID}\n`])('takes no other text: %j', (text) => {
  expect(() => idOf('card', text)).toThrow(TypeError);
  expect(isId('card', `crd_${text}`)).toBe(false);
});

it('throws without repeating a long text whole', () => {
  expect(() => idOf('card', 'x'.repeat(1_000))).toThrow(/^not a uuidv7: x{40}$/);
});
