import { expect, it } from 'vitest';
import { ownPath } from './own-path.ts';

it.each([
  ['/s/b4/now', '/s/b4/now'],
  ['/s/b4/list/2026-11-20?show=missing', '/s/b4/list/2026-11-20'],
  ['//evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['', '/'],
  [null, '/'],
])('%s leads to %s', (text, expected) => {
  expect(ownPath(text)).toBe(expected);
});
