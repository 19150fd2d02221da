/**
 * A name as it can be printed: composed letters, one line, and every character that the font lacks or that is not meant to be seen
 * shown by its number, as `[U+202E]`.
 *
 * Directional overrides and invisible characters could make a row read as another person's, so they are made visible rather than
 * dropped. JSON and CSV carry the name as it is.
 */
import type { GlyphCoverage } from './glyph-coverage.ts';

/** Longest run of letters without a place to break; a longer one would run out of its column. */
const RUN_MAX = 18;
const BREAK = '\u200b';

export function printable(text: string, coverage: GlyphCoverage): string {
  let shown = '';
  let run = 0;
  for (const letter of text.normalize('NFC').replace(/\s+/gu, ' ').trim()) {
    const part = shownAs(letter, coverage);
    run = letter === ' ' || letter === '-' ? 0 : run + part.length;
    if (run > RUN_MAX) {
      shown += BREAK;
      run = part.length;
    }
    shown += part;
  }
  return shown;
}

function shownAs(letter: string, coverage: GlyphCoverage): string {
  if (letter === ' ') return letter;
  const codePoint = letter.codePointAt(0)!;
  if (!/^[\p{C}\p{Z}]$/u.test(letter) && coverage.has(codePoint)) return letter;
  return `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
}
