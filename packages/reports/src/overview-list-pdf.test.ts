import { beforeAll, describe, expect, it } from 'vitest';
import { documentOf, type OverviewListDocument } from './document.ts';
import { toPdf } from './overview-list-pdf.ts';
import { type ReadPdf, readPdf } from './testing/pdf-reading.ts';
import { listOf, naughtyNames, rowOf, sampleContext, sampleRows } from './testing/sample-list.ts';

const SLOW_MS = 60_000;
const print = async (rows = sampleRows, context: Omit<OverviewListDocument, 'list' | 'digest'> = sampleContext) =>
  readPdf(await toPdf(documentOf(listOf(rows), context)));
const linesOf = (pdf: ReadPdf) => pdf.pages.join('\n').split('\n');

describe('the printed list', () => {
  let pdf: ReadPdf;
  beforeAll(async () => {
    pdf = await print();
  }, SLOW_MS);

  it('is a tagged PDF/UA-1 in Norwegian, A4 landscape, with its fonts inside', () => {
    expect(pdf.raw.startsWith('%PDF-1.7')).toBe(true);
    expect(pdf.raw).toContain('/StructTreeRoot');
    expect(pdf.raw).toMatch(/\/Marked true/);
    expect(pdf.raw).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(pdf.raw).toMatch(/\/Lang \(nb\)/);
    expect(pdf.raw).toMatch(/\/MediaBox \[0 0 841\.8\d+ 595\.2/);
    expect(pdf.raw.match(/\/FontFile2/g)).toHaveLength(2);
    expect(new Set(pdf.raw.match(/Inter-\w+/g))).toEqual(new Set(['Inter-Regular', 'Inter-SemiBold']));
    expect(pdf.raw).not.toMatch(/\/JavaScript|\/Launch|\/URI/);
  });

  it('has a heading, and a table whose heads are heads of columns or of an employer', () => {
    expect(pdf.raw).toMatch(/\/S \/H1\b/);
    expect(pdf.raw.match(/\/S \/Table\b/g)).toHaveLength(1);
    expect(pdf.raw.match(/\/S \/TH\b/g)).toHaveLength(5 + 4);
    expect(pdf.raw.match(/\/S \/TD\b/g)).toHaveLength(14 * 5);
  });

  it('says a, b, who checked it and what it holds', () => {
    const lines = linesOf(pdf);
    for (const text of [
      'Byggherreforskriften § 15',
      'Oversiktsliste',
      '20.11.2026',
      'Fjordbyen B2, Kaigata 9, 0150 Oslo',
      'Lofthavn Byutvikling KF',
      'Tverrvik Entreprenør AS, etter skriftlig avtale',
      '20.11.2026 kl. 09.20 av Kari Løvås, byggeplassleder',
      '2 mangler er meldt til firmaene',
      '14 personer, 4 firmaer',
      'I alt 14 personer hos 4 firmaer',
      'Side 1 av 1',
    ]) {
      expect(lines).toContain(text);
    }
  });

  it('has exactly these columns', () => {
    const lines = linesOf(pdf);
    const first = lines.indexOf('Nr.');
    expect(lines.slice(first, first + 5)).toEqual(['Nr.', 'Etternavn, fornavn', 'Fødselsdato', 'HMS-kortnr.', 'Innleid av']);
  });

  it('writes every name and number right, and each employer with its number and count', () => {
    const text = linesOf(pdf).join('\n');
    for (const row of sampleRows) {
      expect(text).toContain(`${row.familyName}, ${row.givenName}`);
      if (row.cardNumber !== null) expect(text).toContain(row.cardNumber);
    }
    for (const name of ['Tverrvik Entreprenør AS', 'Østbrå Betong AS', 'Ștefoi Montaj SRL', 'Łukowski Tynk NUF'])
      expect(text).toContain(name);
    expect(text).toContain('\n316 234 585\n');
    expect(linesOf(pdf).filter((line) => /^\d personer$/.test(line))).toEqual(['6 personer', '3 personer', '3 personer', '2 personer']);
  });

  it('marks what § 15 asks for and is missing, and says why there is no number', () => {
    const text = linesOf(pdf).join('');
    expect(text.match(/▲ ?Mangler/g)).toHaveLength(2);
    expect(text).toContain('Ørjavik, Leif Arne19.01.1966Kort bestilt');
    expect(text).toContain('Lungu, Mihai▲ Mangler');
  });

  it('ends with when it was made, how long it is kept and its checksum', () => {
    const { digest } = documentOf(listOf(), sampleContext);
    const groups = digest.slice(0, 32).match(/.{4}/g)?.join(' ');
    const lines = linesOf(pdf);
    expect(lines).toContain(
      'Generert 20.11.2026 kl. 09.21. Oppbevares til seks måneder etter at arbeidet er avsluttet, og slettes deretter.',
    );
    expect(lines).toContain(`Kontrollsum SHA-256 ${groups}`);
  });
});

describe('toPdf', () => {
  it('gives equal bytes for equal documents, whatever was printed between', { timeout: SLOW_MS }, async () => {
    const document = documentOf(listOf(), sampleContext);
    const first = await toPdf(document);
    await toPdf(documentOf(listOf(sampleRows.slice(3)), sampleContext));
    expect(Buffer.from(await toPdf(structuredClone(document))).equals(Buffer.from(first))).toBe(true);
  });

  it('says so when nobody has checked the list, and when the client keeps it', { timeout: SLOW_MS }, async () => {
    const lines = linesOf(await print(sampleRows, { code: 'b2', check: null, generatedAt: sampleContext.generatedAt }));
    expect(lines).toContain('Ikke kontrollert');
    expect(lines).toContain('Byggherren');
    expect(lines.join('')).not.toContain('Verifiser');
  });

  it('draws a code to verify the list by', { timeout: SLOW_MS }, async () => {
    const pdf = await print(sampleRows, { ...sampleContext, verifyUrl: 'https://portvakt.example/verify/8f14e45fceea167a' });
    expect(linesOf(pdf).join('')).toContain('Verifiser listen: skann koden.');
    expect(pdf.raw).toMatch(/\/S \/Figure/);
  });

  it('repeats columns and employer on every page of four hundred people', { timeout: SLOW_MS }, async () => {
    const rows = Array.from({ length: 400 }, (_, i) =>
      rowOf(`Etternavn${i}`, 'Åse', '1990-01-01', String(10_000_000 + i), i < 300 ? 'betong' : 'tynk'),
    );
    const { pages } = await print(rows);
    expect(pages.length).toBeGreaterThan(10);
    pages.forEach((page, i) => {
      expect(page).toContain(`Side ${i + 1} av ${pages.length}`);
      expect(page).toContain('kontrollsum');
      if (/Etternavn\d/.test(page)) for (const text of ['Nr.', 'HMS-kortnr.', 'Org.nr.']) expect(page).toContain(text);
    });
    expect(new Set(pages.join('').match(/Etternavn\d+/g)).size).toBe(400);
    expect(pages.at(-1)).toContain('I alt 400 personer hos 2 firmaer');
  });

  it('prints a day without work', { timeout: SLOW_MS }, async () => {
    expect(linesOf(await print([]))).toContain('I alt 0 personer hos 0 firmaer');
  });

  it('counts a person with two employers once', { timeout: SLOW_MS }, async () => {
    const twice = [rowOf('Bøe', 'Håkon', '1979-11-02', '1'), rowOf('Bøe', 'Håkon', '1979-11-02', '2', 'tynk')];
    expect(linesOf(await print(twice))).toContain('I alt 1 person på 2 linjer hos 2 firmaer');
  });

  it('never reads a name as anything but a name', { timeout: SLOW_MS }, async () => {
    const rows = naughtyNames.map((name, i) => rowOf(name, 'Ola', '1990-01-01', name, 'betong', i % 2 === 0 ? {} : { hirer: 'tynk' }));
    const odd = { ...sampleContext, check: { ...sampleContext.check, remark: '#panic("x") *nei*' }, keptBy: '$x$ #sys' };
    const lines = linesOf(await print(rows, odd));
    const text = lines.join('');
    for (const name of naughtyNames.filter((n) => /^[\x20-\x7e]{1,18}$/.test(n))) expect(text).toContain(`${name}, Ola`);
    expect(text).toContain('[U+202E]gnp.exe');
    expect(text).toContain('[U+2066]Ola[U+2069]');
    expect(text).toContain('[U+1F600] Smil');
    expect(text).toContain('a b c, Ola');
    expect(text).toContain('Éva, Ola');
    expect(text).toContain('#panic("x") *nei*');
    expect(text).toContain('$x$ #sys, etter skriftlig avtale');
    expect(text).not.toContain('\ufffd');
  });
});
