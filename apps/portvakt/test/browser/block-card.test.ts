import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { type ComingTap, comingArrivals } from './coming-taps.ts';
import { LATER_MS } from './deadlines.ts';
import { SITE, signedIn } from './visitor.ts';

/** Time to press the buttons, and for the list to reach the gate, before the person does. */
const AHEAD_MS = 12_000;
const REASON = 'Mistet på vei til plassen';

it('finds people by part of a name', async () => {
  const visitor = await signedIn();
  const { page } = visitor;
  await page.goto(`/s/${SITE}/people`);
  await page.locator('.pv-live[data-is=live]').waitFor(); // what is typed before the page's scripts have come is sent with Enter only
  await page.getByLabel('Søk navn, firma eller kort').fill('Løv');
  const rows = page.locator('.people-table tbody tr');
  await page.waitForFunction(() => {
    const all = [...document.querySelectorAll('.people-table tbody tr')];
    return all.length > 0 && all.every((row) => /Løv/i.test(row.textContent ?? ''));
  });
  expect(await rows.filter({ hasText: 'Løvås' }).count()).toBeGreaterThan(0);
  await page.getByLabel('Søk navn, firma eller kort').fill('zzqq');
  await page.getByText('Ingen treff').waitFor();
});

it('stops a blocked card at the gate, and takes the block back', async () => {
  const visitor = await signedIn();
  const { page } = visitor;
  await page.goto(`/s/${SITE}/people`);
  await page.locator('.pv-live[data-is=live]').waitFor();
  const who = comingArrivals(AHEAD_MS)[0]!;
  const row = await findPerson(page, who);

  await row.getByRole('button', { name: `Sperr kortet til ${who.name}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Sperr kortet' }).click();
  await dialog.getByText('Skriv hvorfor kortet sperres').waitFor();
  await dialog.getByRole('button', { name: 'Avbryt' }).click();
  await block(page, who);
  expect(await row.textContent()).toContain(REASON);

  await page.getByRole('button', { name: 'Angre' }).click();
  await page.getByText(`Sperringen av kortet til ${who.name} er opphevet.`).waitFor();
  await row.getByRole('button', { name: `Sperr kortet til ${who.name}` }).waitFor();

  await block(page, who);
  await page.getByRole('link', { name: 'Nå', exact: true }).first().click();
  const refused = page.locator('.feed li', { hasText: who.name });
  await refused.getByText('Kortet er sperret').waitFor({ timeout: LATER_MS });
  expect(await refused.getAttribute('data-row')).toBe('stop');
  expect(await refused.textContent()).toContain('Avvist');

  await page.getByRole('link', { name: 'Folk', exact: true }).first().click();
  const blocked = await findPerson(page, who);
  expect(await blocked.locator('.presence').textContent()).toContain('Ute');
  await blocked.getByRole('button', { name: `Opphev sperringen av kortet til ${who.name}` }).click();
  await blocked.getByRole('button', { name: `Sperr kortet til ${who.name}` }).waitFor();
});

async function findPerson(page: Page, { holder }: ComingTap) {
  await page.getByLabel('Søk navn, firma eller kort').fill(holder.familyName);
  const row = page.locator('.people-table tbody tr').filter({ hasText: `${holder.familyName}, ${holder.givenName}` });
  await row.waitFor();
  return row;
}

async function block(page: Page, { name }: ComingTap): Promise<void> {
  await page.getByRole('button', { name: `Sperr kortet til ${name}` }).click();
  await page.getByLabel('Hvorfor sperres kortet?').fill(REASON);
  await page.getByRole('dialog').getByRole('button', { name: 'Sperr kortet' }).click();
  await page.getByText(`Kortet til ${name} er sperret.`).waitFor();
}
