import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentOf } from './document.ts';
import { unguard } from './formula-guard.ts';
import { type CsvDialect, csvColumns, toCsv } from './overview-list-csv.ts';
import { toJson } from './overview-list-json.ts';
import { proofLabels } from './proof-labels.ts';
import { listOf, naughtyNames, rowOf, sampleContext, sampleRows } from './testing/sample-list.ts';

const sample = documentOf(listOf(), sampleContext);

/** Reads the CSV with another library than the one that wrote it. */
function readBack(csv: string, dialect: CsvDialect): readonly (readonly string[])[] {
  const rows: string[][] = parse(csv, { bom: true, delimiter: dialect === 'nb' ? ';' : ',', record_delimiter: '\r\n' });
  return rows.map((row) => row.map(unguard));
}

/** What the JSON says, in the columns of the CSV. */
function fromJson(json: string, dialect: CsvDialect): readonly (readonly string[])[] {
  const { list } = JSON.parse(json) as { list: typeof sample.list };
  const day = (on: string | null) => (on === null ? '' : dialect === 'nb' ? on.split('-').toReversed().join('.') : on);
  return list.rows.map((row) => [
    list.site.name,
    list.site.address,
    list.client.name,
    day(list.day),
    row.familyName,
    row.givenName,
    day(row.bornOn),
    row.employer.name,
    row.employer.orgNumber ?? '',
    row.hirer?.name ?? '',
    row.hirer?.orgNumber ?? '',
    row.cardNumber ?? '',
    row.insteadOfCard === null ? '' : proofLabels[row.insteadOfCard],
  ]);
}

describe('toCsv', () => {
  it('has exactly these columns, a–e and the reason for a missing number', () => {
    const header =
      'Bygge-/anleggsplass;Adresse;Byggherre;Dato;Etternavn;Fornavn;Fødselsdato;Arbeidsgiver;Organisasjonsnummer;Innleid av;Innleiers organisasjonsnummer;HMS-kortnummer;Merknad';
    expect(toCsv(sample).split('\r\n')[0]).toBe(`\ufeff${header}`);
    expect(csvColumns.join(';')).toBe(header);
  });

  it('reads as a Norwegian Excel expects: mark, semicolon, CRLF, dates as on paper, leading zeros kept', () => {
    const lines = toCsv(sample).split('\r\n');
    expect(lines).toHaveLength(sampleRows.length + 2);
    expect(lines.at(-1)).toBe('');
    expect(lines[4]).toBe(
      'Fjordbyen B2;"Kaigata 9, 0150 Oslo";Lofthavn Byutvikling KF;20.11.2026;Løkkebø;Åse;27.06.1994;Tverrvik Entreprenør AS;311550942;;;01198302;',
    );
    expect(lines[5]).toBe(
      'Fjordbyen B2;"Kaigata 9, 0150 Oslo";Lofthavn Byutvikling KF;20.11.2026;Ørjavik;Leif Arne;19.01.1966;Tverrvik Entreprenør AS;311550942;;;;Kort bestilt',
    );
  });

  it('has a dialect for programs: comma, no mark, ISO dates', () => {
    const lines = toCsv(sample, { dialect: 'rfc4180' }).split('\r\n');
    expect(lines[0]).toBe(csvColumns.join(','));
    expect(lines[10]).toBe(
      'Fjordbyen B2,"Kaigata 9, 0150 Oslo",Lofthavn Byutvikling KF,2026-11-20,Ionescu,Răzvan,1991-09-08,Ștefoi Montaj SRL,314012364,Tverrvik Entreprenør AS,311550942,12105518,',
    );
  });

  it.each(['nb', 'rfc4180'] as const)('gives the rows of the JSON when another library reads it: %s', (dialect) => {
    const naughty = documentOf(
      listOf(naughtyNames.map((name) => rowOf(name, name, null, null, 'betong', { proof: 'holiday_cover' }))),
      sampleContext,
    );
    for (const document of [sample, naughty]) {
      expect(readBack(toCsv(document, { dialect }), dialect).slice(1)).toEqual(fromJson(toJson(document), dialect));
    }
  });

  it('does so for any text in any field (property)', () => {
    const text = fc.string({ unit: fc.constantFrom('"', ';', ',', '\r', '\n', '\t', "'", '=', 'ø', ' ', '\ufeff', 'x'), maxLength: 6 });
    fc.assert(
      fc.property(text, text, text, fc.constantFrom('nb' as const, 'rfc4180' as const), (family, given, card, dialect) => {
        const document = documentOf(listOf([rowOf(family, given, '1990-01-01', card)]), sampleContext);
        expect(readBack(toCsv(document, { dialect }), dialect).slice(1)).toEqual(fromJson(toJson(document), dialect));
      }),
      { numRuns: 500 },
    );
  });

  it('tells no clock time, no validity, nobody who checked it', () => {
    expect(toCsv(sample)).not.toMatch(/\d:\d|kl\. |T\d\d|Kari Løvås|gyldig/i);
  });

  it('is a header alone for a day without work', () => {
    expect(toCsv(documentOf(listOf([]), sampleContext))).toBe(`\ufeff${csvColumns.join(';')}\r\n`);
  });
});
