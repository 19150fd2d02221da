/** Someone at a screen: a browser profile of its own, closed when the test ends, and then every address it asked for is looked at. */
import { join } from 'node:path';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, inject, onTestFinished } from 'vitest';
import { demoAccounts } from '../../src/demo/demo-accounts.ts';
import { readSimulatedSite, type SimulatedSite } from '../../src/simulate/simulated-site.ts';
import { SOON_MS } from './deadlines.ts';
import { privateWordFinder } from './private-words.ts';

export const demo = inject('demo');
export const manager = demoAccounts[0]!;
export const SITE = 'fjordbyen-b4';

export const simulated = (): SimulatedSite => readSimulatedSite(join(demo.data, 'sim', SITE, 'site.json'));

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Every address that was asked for so far. */
  readonly requested: readonly string[];
}

export async function visit(origin: string = demo.centre, options: BrowserContextOptions = {}): Promise<Visitor> {
  const browser = await chromium.connect(inject('browser'));
  const context = await browser.newContext({ baseURL: origin, locale: 'nb-NO', timezoneId: 'Europe/Oslo', ...options });
  context.setDefaultTimeout(SOON_MS);
  const requested: string[] = [];
  const faults: string[] = [];
  context.on('request', (request) => requested.push(request.url()));
  context.on('weberror', (fault) => faults.push(String(fault.error())));
  const page = await context.newPage();
  page.on('framenavigated', (frame) => requested.push(frame.url()));
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') console.log(`The test failed at ${page.url()}, which said:\n${await wordsOf(page)}`);
    await browser.close();
    const find = privateWordFinder(simulated());
    expect(requested.filter((url) => find(url) !== undefined)).toEqual([]);
    expect(requested.filter((url) => /^https?:/.test(url) && !url.startsWith(`${origin}/`))).toEqual([]);
    expect(faults).toEqual([]);
  });
  return { page, context, requested };
}

const wordsOf = async (page: Page): Promise<string> =>
  ((await page.locator('body').textContent()) ?? '').replace(/\s+/g, ' ').slice(0, 1_000);

/** A visitor who has signed in already, by the same door as the page does. */
export async function signedIn(origin: string = demo.centre, options: BrowserContextOptions = {}, who = manager): Promise<Visitor> {
  const visitor = await visit(origin, options);
  const { email, password } = who;
  const answer = await visitor.context.request.post('/api/v1/session', { data: { email, password }, headers: { origin } });
  expect(answer.status()).toBeLessThan(300);
  return visitor;
}

export async function fillSignIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('E-post').fill(manager.email);
  await page.getByLabel('Passord').fill(password);
  await page.getByRole('button', { name: 'Logg inn' }).click();
}

/** In either language. */
export const openAccountMenu = (page: Page): Promise<void> => page.getByRole('button', { name: `, ${manager.name}: ` }).click();

/** A mark that a reload would wipe out. */
export const markPage = (page: Page): Promise<void> => page.evaluate(() => document.documentElement.setAttribute('data-kept', 'yes'));
export const keptPage = async (page: Page): Promise<boolean> => (await page.locator('html[data-kept=yes]').count()) === 1;
