/** The list as the page shows it: numbered through, grouped by employer, whole or a choice of it. */
import type { OverviewListView } from '@portvakt/protocol';

type Row = OverviewListView['rows'][number];

export const choices = ['all', 'missing', 'hired'] as const;
export type Choice = (typeof choices)[number];

export interface NumberedRow extends Row {
  /** Its place in the whole list, whatever is shown of it: the number on paper. */
  readonly nr: number;
}

export interface EmployerGroup {
  readonly employer: Row['employer'];
  readonly rows: readonly NumberedRow[];
  /** People under this employer in the whole list. */
  readonly people: number;
}

export function choiceOf(text: string | null): Choice {
  return choices.find((choice) => choice === text) ?? 'all';
}

/** § 15 asks for these; the same three as the domain counts, so that page and board agree. */
export function lacksSomething(row: Row): boolean {
  return (
    row.bornOn === null ||
    (row.cardNumber === null && row.insteadOfCard === null) ||
    row.employer.orgNumber === null ||
    row.hirer?.orgNumber === null
  );
}

const fits: Readonly<Record<Choice, (row: Row) => boolean>> = {
  all: () => true,
  missing: lacksSomething,
  hired: (row) => row.hirer !== null,
};

export function counts(rows: readonly Row[]): Readonly<Record<Choice, number>> {
  return { all: rows.length, missing: rows.filter(fits.missing).length, hired: rows.filter(fits.hired).length };
}

export function groupByEmployer(rows: readonly Row[], choice: Choice): readonly EmployerGroup[] {
  const groups = new Map<string, { employer: Row['employer']; rows: NumberedRow[]; people: number }>();
  for (const [i, row] of rows.entries()) {
    const key = `${row.employer.orgNumber ?? ''} ${row.employer.name}`;
    const group = groups.get(key) ?? { employer: row.employer, rows: [], people: 0 };
    groups.set(key, group);
    group.people += 1;
    if (fits[choice](row)) group.rows.push({ ...row, nr: i + 1 });
  }
  return [...groups.values()].filter((group) => group.rows.length > 0);
}
