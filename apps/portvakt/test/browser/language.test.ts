import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openAccountMenu, SITE, signedIn, visit } from './visitor.ts';

it('changes language at the door and inside, and says which it is', async () => {
  const visitor = await signedIn();
  const { page } = visitor;
  await page.goto(`/s/${SITE}/people`);
  expect(await languageOf(page)).toBe('nb');
  await openAccountMenu(page);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'People' }).waitFor();
  expect(await languageOf(page)).toBe('en');
  expect(new URL(page.url()).pathname).toBe(`/s/${SITE}/people`);
  await page.goto(`/s/${SITE}/now`);
  await page.getByText('On site now').or(page.getByText('Inside now')).first().waitFor();
  expect(await languageOf(page)).toBe('en');

  await openAccountMenu(page);
  await page.getByRole('button', { name: 'Norsk bokmål' }).click();
  await page.getByText('Inne nå').first().waitFor();
  expect(await languageOf(page)).toBe('nb');
});

it('meets an English visitor in English', async () => {
  const visitor = await visit(undefined, { locale: 'en-GB' });
  const { page } = visitor;
  await page.goto('/login');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await languageOf(page)).toBe('en');
});

const languageOf = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.lang);
