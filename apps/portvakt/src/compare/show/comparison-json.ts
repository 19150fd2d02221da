/** The comparison for another program. Holder ids are shortened here as in the table: who compares counts need not learn who it was. */
import type { Comparison, Row } from '../compare-records.ts';
import { isFault } from '../finding.ts';
import { holderOf, type ReadEntry } from '../read/read-entry.ts';
import { pickRows } from './pick-rows.ts';
import { shortId } from './table.ts';

export function jsonOf(comparison: Comparison, options: { readonly all: boolean }) {
  const { site, sums, headcounts, inOrder } = comparison;
  const { rows, left } = pickRows(comparison.rows, options);
  return {
    site: site.code,
    inOrder,
    sums,
    inside: {
      street: headcounts.street ?? null,
      edge: headcounts.edge,
      centre: headcounts.centre,
      differences: headcounts.differences.map((d) => ({ ...d, holder: shortId(d.holder) })),
    },
    rows: rows.map(rowOf),
    rowsLeftOut: left,
  };
}

function rowOf({ atMs, visit, entries, findings }: Row) {
  return {
    at: new Date(atMs).toISOString(),
    visit:
      visit === undefined ? null : { ...visit, bits: undefined, holder: visit.holder && shortId(visit.holder), card: visit.bits !== null },
    entries: entries.map(entryOf),
    faults: findings.filter(isFault),
    notes: findings.filter((f) => !isFault(f)),
  };
}

function entryOf(read: ReadEntry) {
  const { entry, envelope } = read;
  const holder = holderOf(read);
  return { epoch: entry.epoch, sequence: entry.sequence, kind: envelope?.kind ?? null, holder: holder ? shortId(holder) : null };
}
