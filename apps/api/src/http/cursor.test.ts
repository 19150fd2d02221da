import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cursors } from './cursor.ts';

const signed = cursors('a secret');

it('comes back for the list it was made for', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).filter((s) => s.isWellFormed()),
      (after) => {
        expect(signed.read('cards', signed.make('cards', after))).toBe(after);
      },
    ),
  );
});

it('is refused for another list, another secret and any other text', () => {
  const made = signed.make('cards', 'x');
  expect(() => signed.read('holders', made)).toThrow();
  expect(() => cursors('another').read('cards', made)).toThrow();
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => signed.read('cards', text)).toThrow();
    }),
  );
});
