/**
 * What stands on the printed list, as data: every text made, nothing laid out.
 *
 * The page setter gets this as JSON and no other way, so a name is never read as its markup.
 */
import { countPeople, type OverviewRow } from '@portvakt/domain';
import type { OverviewListDocument } from './document.ts';
import { countText, dateText, momentText, orgNumberText } from './norwegian-text.ts';
import { proofLabels } from './proof-labels.ts';

/** A text, or `null` for what § 15 asks for and the list lacks. */
type Asked = string | null;

export interface PageData {
  readonly title: string;
  readonly date: string;
  /** Year, month, day, hour, minute, second in UTC: the date inside the file, so that equal lists are equal files. */
  readonly generated: readonly number[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly employers: readonly PageEmployer[];
  readonly total: string;
  readonly notes: readonly string[];
  /** Under each page: which list it belongs to when the pages come apart. */
  readonly foot: string;
  readonly verify: readonly (readonly boolean[])[] | null;
}

interface PageEmployer {
  readonly name: Asked;
  readonly orgNumber: Asked;
  readonly people: string;
  readonly rows: readonly PageRow[];
}

interface PageRow {
  readonly number: string;
  readonly name: Asked;
  readonly bornOn: Asked;
  readonly card: Asked;
  /** Why there is no number. */
  readonly instead: string | null;
  readonly hirer: { readonly name: Asked; readonly orgNumber: Asked } | null;
}

/** Digits of the digest that stand on paper: enough that nobody finds another list with the same. */
const DIGEST_GROUPS = 8;

/** `shown` makes a text printable; it is put on all that people have typed. */
export function pageOf(document: OverviewListDocument, shown: (text: string) => string): Omit<PageData, 'verify'> {
  const { list, check } = document;
  const groups = groupByEmployer(list.rows);
  const people = countPeople(list.rows);
  const date = dateText(list.day);
  const extent = `${countText(people, 'person', 'personer')}, ${countText(groups.length, 'firma', 'firmaer')}`;
  const digest = (document.digest.match(/.{4}/g) ?? []).slice(0, DIGEST_GROUPS).join(' ');
  const generated = new Date(document.generatedAt);
  const asked = (text: string | null): Asked => (text === null || text.trim() === '' ? null : shown(text));
  let number = 0;

  return {
    title: shown(`Oversiktsliste ${list.site.name} ${date}`),
    date,
    generated: [
      generated.getUTCFullYear(),
      generated.getUTCMonth() + 1,
      generated.getUTCDate(),
      generated.getUTCHours(),
      generated.getUTCMinutes(),
      generated.getUTCSeconds(),
    ],
    facts: [
      { name: 'Bygge-/anleggsplass', value: shown([list.site.name, list.site.address].filter((t) => t !== '').join(', ')) },
      { name: 'Byggherre', value: shown(list.client.name) },
      { name: 'Listen føres av', value: document.keptBy ? `${shown(document.keptBy)}, etter skriftlig avtale` : 'Byggherren' },
      {
        name: 'Kontrollert',
        value:
          check === null
            ? 'Ikke kontrollert'
            : `${momentText(check.checkedAt)} av ${shown([check.checkedBy.name, check.checkedBy.role].filter((t) => t !== '').join(', '))}`,
      },
      { name: 'Merknad', value: shown(check?.remark ?? '') || '–' },
      { name: 'Omfang', value: extent },
    ],
    employers: groups.map((rows) => ({
      name: asked(rows[0]!.employer.name),
      orgNumber: asked(rows[0]!.employer.orgNumber && orgNumberText(rows[0]!.employer.orgNumber)),
      people: countText(countPeople(rows), 'person', 'personer'),
      rows: rows.map((row) => {
        number += 1;
        return {
          number: String(number),
          name: asked([row.familyName, row.givenName].filter((t) => t.trim() !== '').join(', ')),
          bornOn: row.bornOn && dateText(row.bornOn),
          card: asked(row.cardNumber),
          instead: row.cardNumber === null && row.insteadOfCard !== null ? proofLabels[row.insteadOfCard] : null,
          hirer: row.hirer && { name: asked(row.hirer.name), orgNumber: asked(row.hirer.orgNumber && orgNumberText(row.hirer.orgNumber)) },
        };
      }),
    })),
    total: totalText(people, list.rows.length, groups.length),
    notes: [
      `Generert ${momentText(document.generatedAt)}. Oppbevares til seks måneder etter at arbeidet er avsluttet, og slettes deretter.`,
      '▲ Opplysning som § 15 krever, mangler. Listen viser hvem som skal utføre arbeid, ikke hvem som er til stede.',
      `Kontrollsum SHA-256 ${digest}`,
    ],
    foot: `${shown(list.site.name)} · ${date} · generert ${momentText(document.generatedAt)} · kontrollsum ${digest}`,
  };
}

/** Runs of rows with one employer; the list is sorted by it. */
function groupByEmployer(rows: readonly OverviewRow[]): readonly (readonly OverviewRow[])[] {
  const groups = new Map<string, OverviewRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.employer.name, row.employer.orgNumber]);
    const group = groups.get(key) ?? [];
    group.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function totalText(people: number, rows: number, employers: number): string {
  const inRows = rows === people ? '' : ` på ${countText(rows, 'linje', 'linjer')}`;
  return `I alt ${countText(people, 'person', 'personer')}${inRows} hos ${countText(employers, 'firma', 'firmaer')}`;
}
