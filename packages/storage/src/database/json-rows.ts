/**
 * Many rows as one parameter, for `INSERT … SELECT … FROM json_each(?)`.
 *
 * The texts inside are checked one by one: in JSON a half surrogate or a NUL hides behind `\u`, and `json_each` would put it into a
 * TEXT cell that ends the process when it is read.
 */
import { OperatingError } from '@portvakt/ports';
import { faultOf } from './bindable.ts';

export type JsonCell = string | number | null;

/** A JSON list of lists, one a row. */
export function jsonRows(rows: readonly (readonly JsonCell[])[]): string {
  for (let r = 0; r < rows.length; r += 1) {
    const row = rows[r]!;
    for (let c = 0; c < row.length; c += 1) checkCell(row[c], r, c);
  }
  return JSON.stringify(rows);
}

/** A JSON list of texts, such as the ids to look for. */
export function jsonTexts(texts: readonly string[]): string {
  for (let i = 0; i < texts.length; i += 1) checkCell(texts[i], i, 0);
  return JSON.stringify(texts);
}

function checkCell(cell: unknown, row: number, column: number): void {
  const fault = typeof cell === 'bigint' || cell instanceof Uint8Array ? 'a kind JSON does not have' : faultOf(cell);
  if (fault !== undefined) throw new OperatingError('value_refused', `row ${row + 1}, cell ${column + 1}: ${fault}`);
}
