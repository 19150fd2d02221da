import { siteDayOf } from '@portvakt/domain';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { signInAtCentre } from '../../src/demo/centre-client.ts';
import { administrator } from '../../src/demo/demo-accounts.ts';
import { comingArrivals } from './coming-taps.ts';
import { LATER_MS } from './deadlines.ts';
import { demo, SITE, signedIn, simulated } from './visitor.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';

it('takes a hostile name for text on every page, and would run nothing that stands in one', async () => {
  const visitor = await signedIn();
  const { page, requested } = visitor;
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const response = await page.goto(`/s/${SITE}/now`);
  const scripts = /script-src[^;]*/.exec((await response!.headerValue('content-security-policy')) ?? '')?.[0];
  expect(scripts).toMatch(/script-src 'self'/);
  expect(scripts).not.toMatch(/unsafe-(inline|eval)|https?:|\*/);
  await page.locator('.pv-live[data-is=live]').waitFor();

  // someone who is on the way to a gate gets the name
  const { holder } = comingArrivals(3_000)[0]!;
  const centre = await signInAtCentre(demo.centre, administrator);
  const call = (givenName: string) =>
    centre.send('PUT', `/api/v1/sites/${simulated().site}/holders`, { data: [{ ...holder, bornOn: holder.bornOn ?? null, givenName }] });
  await call(HOSTILE);
  onTestFinished(async () => void (await call(holder.givenName)));

  await page.locator('.feed li bdi', { hasText: `${HOSTILE} ${holder.familyName}` }).waitFor({ timeout: LATER_MS });
  await standsHarmless(page);
  await page.goto(`/s/${SITE}/people`);
  await page.locator('.pv-live[data-is=live]').waitFor();
  await page.getByLabel('Søk navn, firma eller kort').fill('<img');
  await page.locator('th bdi', { hasText: `${holder.familyName}, ${HOSTILE}` }).waitFor();
  await page.getByRole('button', { name: `Sperr kortet til ${HOSTILE}` }).click();
  await page.getByRole('dialog').getByText(HOSTILE).waitFor();
  await standsHarmless(page);
  await page.goto(`/s/${SITE}/list/${siteDayOf(Date.now())}`);
  await page.locator('.list-table bdi', { hasText: HOSTILE }).waitFor();
  await standsHarmless(page);
  expect(dialogs).toEqual([]);
  expect(requested.filter((url) => url.endsWith('/x'))).toEqual([]);
});

async function standsHarmless(page: Page): Promise<void> {
  expect(await page.locator('img[src="x"]').count()).toBe(0);
}
