import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { coverageOf } from './glyph-coverage.ts';
import { printable } from './printable-text.ts';

const files = createRequire(import.meta.url);
const [regular, semibold] = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((name) =>
  coverageOf(readFileSync(files.resolve(`@expo-google-fonts/inter/${name}`))),
) as [ReturnType<typeof coverageOf>, ReturnType<typeof coverageOf>];

describe('the fonts of the list', () => {
  it('draw every letter of the languages spoken on site, and the signs the page uses', () => {
    const letters = 'AZaz09æøåÆØÅäöüßéèčšžćđłŁńóśźżąęăâîșțȘȚāēģīķļņūėįųžõŽіїєґЖяΩ▲–·§,.()/ \u00a0';
    for (const letter of letters) {
      expect([letter, regular.has(letter.codePointAt(0)!)]).toEqual([letter, true]);
      expect([letter, semibold.has(letter.codePointAt(0)!)]).toEqual([letter, true]);
    }
  });

  it('cover the same characters, so one answer is enough', () => {
    for (let codePoint = 0; codePoint < 0x20000; codePoint += 1) {
      if (regular.has(codePoint) !== semibold.has(codePoint)) throw new Error(`U+${codePoint.toString(16)} is in one font only`);
    }
  });

  it('lack what is then shown by its number', () => {
    for (const codePoint of [0x6f22, 0x1f600, 0x202e, 0x5d0]) expect(regular.has(codePoint)).toBe(false);
  });
});

describe('printable', () => {
  it.each([
    ['  Leif\tArne\r\n', 'Leif Arne'],
    ['E\u0301va', 'Éva'],
    ['S\u0326tefan', 'Ștefan'],
    ['\u202eOla', '[U+202E]Ola'],
    ['Ola\u200bNorman', 'Ola[U+200B]Norman'],
    ['\u0000', '[U+0000]'],
    ['\ud800', '[U+D800]'],
    ['😀', '[U+1F600]'],
    ['דוד', '[U+05D3][U+05D5]\u200b[U+05D3]'],
    ['', ''],
  ])('shows %j as %j', (text, expected) => expect(printable(text, regular)).toBe(expected));

  it('gives a long word places to break and an ordinary one none', () => {
    expect(printable('Wilhelmsen-Andreassen', regular)).toBe('Wilhelmsen-Andreassen');
    expect(printable('W'.repeat(40), regular).split('\u200b')).toEqual(['W'.repeat(18), 'W'.repeat(18), 'WWWW']);
  });
});

it('takes a file that is no font for a bug', () => {
  expect(() => coverageOf(new Uint8Array(64))).toThrow(TypeError);
});
