/** Addresses end up in logs, histories and proxies. Every visitor's are looked at; here a person is searched for in every way there is. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { SOON_MS } from './deadlines.ts';
import { populationOf, privateWordFinder } from './private-words.ts';
import { SITE, signedIn, simulated } from './visitor.ts';

const { holder, number } = (() => {
  const { people, cards } = populationOf(simulated());
  const person = people.find((p) => p.holder.familyName === 'Løvås')!;
  return { holder: person.holder, number: cards.find((card) => card.holder === person.holder.id)!.number!.normal };
})();

it('knows a private word when it sees one', () => {
  const find = privateWordFinder(simulated());
  for (const word of [holder.familyName, holder.bornOn!, number]) expect(find(`http://x/s?q=${encodeURIComponent(word)}`)).toBe(word);
  expect(find(`http://x/s/${SITE}/list/2026-11-22`)).toBeUndefined();
});

it.each([true, false])('holds nothing of the person who is looked for, scripts on: %s', async (javaScriptEnabled) => {
  const visitor = await signedIn(undefined, { javaScriptEnabled });
  const { page, requested } = visitor;
  await page.goto(`/s/${SITE}/now`);
  await page.getByPlaceholder('Søk').first().fill(holder.familyName);
  await page.keyboard.press('Enter');
  await showsOnly(page, holder.familyName);
  await page.getByLabel('Søk navn, firma eller kort').fill(number);
  await page.getByRole('button', { name: 'Søk', exact: true }).click();
  await showsOnly(page, `… ${number.slice(-4)}`);
  expect(requested.length).toBeGreaterThan(5);
  const find = privateWordFinder(simulated());
  expect([...requested, page.url()].filter((url) => find(url) !== undefined)).toEqual([]);
});

/** Rows are there, and every one of them holds the word. */
async function showsOnly(page: Page, word: string): Promise<void> {
  const rows = page.locator('.people-table tbody tr');
  const others = async () => (await rows.allTextContents()).filter((text) => !text.includes(word));
  await expect.poll(others, { timeout: SOON_MS }).toEqual([]);
  expect(await rows.count()).toBeGreaterThan(0);
}
