import { siteDayOf } from '@portvakt/domain';
import type { OverviewListView } from '@portvakt/protocol';
import { readPdf } from '@portvakt/reports/testing';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { SITE, signedIn } from './visitor.ts';

interface ListJson {
  readonly check: { readonly checkedBy: { readonly name: string } } | null;
  readonly list: OverviewListView;
}

it('is checked with one press, and goes out the same in every format', async () => {
  const visitor = await signedIn();
  const { page } = visitor;
  const day = siteDayOf(Date.now());
  await page.goto(`/s/${SITE}/list`);
  await page.waitForURL(`**/list/${day}`);
  const board = page.getByRole('region', { name: 'Daglig kontroll' });
  await board.getByText('Ikke kontrollert i dag').waitFor();
  await board.getByRole('button', { name: 'Dagens liste er kontrollert' }).click();
  await board.getByRole('heading', { name: 'Kontrollert', exact: true }).waitFor();
  expect(await board.textContent()).toMatch(/av Kari Løvås, byggeplassleder/);
  await page.locator(`.day[aria-current=date][data-day=checked]`).waitFor();

  const [pdf, csv, json] = [await download(page, 'PDF'), await download(page, 'CSV'), await download(page, 'JSON')];
  const { list, check } = JSON.parse(json.toString('utf8')) as ListJson;
  expect(check?.checkedBy.name).toBe('Kari Løvås');
  expect(await page.locator('.list-table tbody tr:not(.firm)').count()).toBe(list.rows.length);

  expect(csv.subarray(0, 3).toString('hex')).toBe('efbbbf');
  const cells = parse(csv, { bom: true, delimiter: ';', columns: true }) as Record<string, string>[];
  expect(cells.map(rowOfCsv)).toEqual(list.rows.map(rowOfJson));
  expect(new Set(cells.map((cell) => cell['Bygge-/anleggsplass']))).toEqual(new Set([list.site.name]));

  expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  const text = readPdf(pdf).pages.join('\n');
  const [, people, lines = people] = /I alt (\d+) personer (?:på (\d+) linjer )?hos \d+ firmaer/.exec(text) ?? [];
  expect(Number(lines)).toBe(list.rows.length);
  expect(Number(people)).toBe(new Set(list.rows.map((row) => [row.familyName, row.givenName, row.bornOn].join('/'))).size);
});

async function download(page: Page, format: string): Promise<Buffer> {
  await page.locator('.download summary').click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: new RegExp(`^${format}`) }).click()]);
  expect(file.suggestedFilename()).toMatch(/^oversiktsliste_.*\.(pdf|csv|json)$/);
  if (await page.locator('.download[open]').count()) await page.keyboard.press('Escape');
  return Buffer.concat((await Array.fromAsync(await file.createReadStream())) as Buffer[]);
}

const rowOfCsv = (cell: Record<string, string>) => [
  cell.Etternavn,
  cell.Fornavn,
  cell.Fødselsdato,
  cell.Arbeidsgiver,
  cell.Organisasjonsnummer,
  cell['Innleid av'],
  cell['HMS-kortnummer'],
];

const rowOfJson = ({ familyName, givenName, bornOn, employer, hirer, cardNumber }: OverviewListView['rows'][number]) => [
  familyName,
  givenName,
  bornOn?.split('-').reverse().join('.') ?? '',
  employer.name,
  employer.orgNumber ?? '',
  hirer?.name ?? '',
  cardNumber ?? '',
];
