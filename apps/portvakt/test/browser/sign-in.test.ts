import { siteDayOf } from '@portvakt/domain';
import { expect, it } from 'vitest';
import { demo, fillSignIn, manager, openAccountMenu, SITE, simulated, visit } from './visitor.ts';

it('says what to do after a wrong password, lets the right one in, and ends with signing out', async () => {
  const visitor = await visit();
  const { page, context } = visitor;
  await page.goto('/');
  await fillSignIn(page, 'ikke-passordet');
  await page.getByRole('alert').getByText('E-post eller passord er feil. Prøv igjen.').waitFor();
  expect(await page.getByLabel('E-post').inputValue()).toBe(manager.email);
  expect(new URL(page.url()).pathname).toBe('/login');

  await fillSignIn(page, manager.password);
  await page.waitForURL(`**/s/${SITE}/now`);
  await page.locator('.now-figure .big').waitFor();
  const cookies = await context.cookies();
  expect(cookies.every(({ httpOnly, sameSite, name }) => !/session/i.test(name) || (httpOnly && sameSite === 'Lax'))).toBe(true);

  await openAccountMenu(page);
  await page.getByRole('button', { name: 'Logg ut' }).click();
  await page.waitForURL('**/login');
  // the session is over at the server, not just forgotten by the browser
  await context.addCookies(cookies);
  const again = await context.request.get('/api/v1/session');
  expect(again.status()).toBe(401);
  await page.goto(`/s/${SITE}/people`);
  expect(new URL(page.url()).pathname).toBe('/login');
});

it.each(['centre', 'box'] as const)('shows nothing of the %s to someone without a session', async (place) => {
  const visitor = await visit(demo[place]);
  const { page, context } = visitor;
  const day = siteDayOf(Date.now());
  for (const path of ['/', `/s/${SITE}`, `/s/${SITE}/now`, `/s/${SITE}/people`, `/s/${SITE}/list`, `/s/${SITE}/list/${day}`]) {
    await page.goto(path);
    expect([path, new URL(page.url()).pathname]).toEqual([path, '/login']);
  }
  const under = `/api/v1/sites/${simulated().site}`;
  const reads = [
    '/now',
    '/stream',
    `/overview-lists/${day}/page`,
    ...['pdf', 'csv', 'json'].map((kind) => `/overview-lists/${day}.${kind}`),
  ];
  for (const path of reads) expect([path, (await context.request.get(under + path)).status()]).toEqual([path, 401]);
  const search = await context.request.post(`${under}/people/search`, { data: { text: '', limit: 1 }, headers: { origin: demo[place] } });
  expect(search.status()).toBe(401);
});
