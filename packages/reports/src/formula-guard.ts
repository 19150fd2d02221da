/**
 * A cell that a spreadsheet would run as a formula is written with an apostrophe before it, so it is read as text.
 *
 * Guarded is what begins (blanks and invisible characters aside) with = + - @ or their full-width, small or mathematical forms, and
 * what begins with a tab or a line break. Names do not, so no name changes. A text that already has apostrophes before such a sign
 * gets one more, so {@link unguard} gives every text back exactly.
 */

const SIGN = '=+\\-@＝＋－＠﹢﹣﹦﹫−';
// Whatever is risky stays so with an apostrophe before it, and what is not has none before something risky: that is what can be undone.
const RISKY = new RegExp(`^(?:'*[\\t\\r\\n]|[\\s\\p{Cc}\\p{Cf}']*[${SIGN}])`, 'u');

/** The text as it is written to a cell. */
export function guard(text: string): string {
  return RISKY.test(text) ? `'${text}` : text;
}

/** The text as it was before {@link guard}. */
export function unguard(cell: string): string {
  return cell.startsWith("'") && RISKY.test(cell.slice(1)) ? cell.slice(1) : cell;
}
