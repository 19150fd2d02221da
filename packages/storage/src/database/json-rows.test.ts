import { describe, expect, it } from 'vitest';
import { jsonRows, jsonTexts } from './json-rows.ts';

describe('rows as JSON', () => {
  it('are lists in a list', () => {
    expect(jsonRows([['å', 1, null], []])).toBe('[["å",1,null],[]]');
  });

  it('refuse what would hide behind an escape, naming the place and not the value', () => {
    expect(() =>
      jsonRows([
        ['a', 1],
        ['secret\ud800', 2],
      ]),
    ).toThrow(/^row 2, cell 1: text with half a surrogate pair$/);
    expect(() => jsonTexts(['a', 'secret\0'])).toThrow(/^row 2, cell 1: text with a NUL$/);
    expect(() => jsonRows([[Number.NaN]])).toThrow('not a finite number');
    expect(() => jsonRows([[undefined as never]])).toThrow('a value of type undefined');
    expect(() => jsonRows([[1n as never]])).toThrow('a kind JSON does not have');
  });
});
