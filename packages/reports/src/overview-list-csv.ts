/**
 * The § 15 list for a spreadsheet: a–e and nothing more. No validity, no clock time, nobody's telephone.
 *
 * `nb` is what a Norwegian Excel opens right by double click: semicolon, byte order mark, CRLF, dates as on paper. `rfc4180` is for
 * programs: comma, no mark, CRLF, ISO dates. Card numbers are written as the card shows them, leading zeros too; a spreadsheet that
 * turns them into numbers does so by itself, so a program should read the JSON.
 */
import type { OverviewRow, SiteDay } from '@portvakt/domain';
import { stringify } from 'csv-stringify/sync';
import type { OverviewListDocument } from './document.ts';
import { guard } from './formula-guard.ts';
import { dateText } from './norwegian-text.ts';
import { proofLabels } from './proof-labels.ts';

export type CsvDialect = 'nb' | 'rfc4180';

/** Header, in order. The letters of § 15 beside it. */
export const csvColumns = [
  'Bygge-/anleggsplass', // a
  'Adresse', // a
  'Byggherre', // b
  'Dato',
  'Etternavn', // e
  'Fornavn', // e
  'Fødselsdato', // e
  'Arbeidsgiver', // c, e
  'Organisasjonsnummer', // d
  'Innleid av', // c
  'Innleiers organisasjonsnummer', // d
  'HMS-kortnummer', // e
  'Merknad', // why there is no number
] as const;

const QUOTE_ALWAYS = /[;,\t']/; // also the other dialect's separator: the file may be opened with the wrong one

export function toCsv(document: OverviewListDocument, options: { readonly dialect?: CsvDialect } = {}): string {
  const dialect = options.dialect ?? 'nb';
  const { list } = document;
  const day = (on: SiteDay) => (dialect === 'nb' ? dateText(on) : on);
  const place = [list.site.name, list.site.address, list.client.name, day(list.day)];
  const rows = list.rows.map((row) => [...place, ...cellsOf(row, day)].map(guard));
  return stringify([[...csvColumns], ...rows], {
    delimiter: dialect === 'nb' ? ';' : ',',
    bom: dialect === 'nb',
    record_delimiter: '\r\n',
    quoted_match: QUOTE_ALWAYS,
  });
}

function cellsOf(row: OverviewRow, day: (on: SiteDay) => string): readonly string[] {
  return [
    row.familyName,
    row.givenName,
    row.bornOn === null ? '' : day(row.bornOn),
    row.employer.name,
    row.employer.orgNumber ?? '',
    row.hirer?.name ?? '',
    row.hirer?.orgNumber ?? '',
    row.cardNumber ?? '',
    row.insteadOfCard === null ? '' : proofLabels[row.insteadOfCard],
  ];
}
