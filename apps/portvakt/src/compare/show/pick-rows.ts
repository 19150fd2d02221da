/** What is worth a line: everything that is not in order, and how it ends. */
import type { Row } from '../compare-records.ts';
import { isFault } from '../finding.ts';

/** Rows in order that stand at the end, so that a person sees it move. */
export const LAST_ROWS = 20;
/** Rows with a fault that are shown without `--all`: whoever has more reads them with a program. */
export const FAULT_ROWS_MAX = 200;

export function pickRows(
  rows: readonly Row[],
  { all }: { readonly all: boolean },
): { readonly rows: readonly Row[]; readonly left: number } {
  if (all) return { rows, left: 0 };
  const last = rows.slice(-LAST_ROWS);
  const wrong = rows
    .slice(0, -LAST_ROWS)
    .filter((row) => row.findings.some(isFault))
    .slice(0, FAULT_ROWS_MAX);
  return { rows: [...wrong, ...last], left: rows.length - wrong.length - last.length };
}
