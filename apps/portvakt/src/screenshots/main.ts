/** `npm run screenshots`: takes the pictures of the README from a demo on its first morning. They show what is there, touched by nothing. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SessionView, SiteNowView } from '@portvakt/protocol';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { demoAccounts } from '../demo/demo-accounts.ts';
import { startChromium } from './chromium.ts';
import { type DemoAddresses, startDemo } from './running-demo.ts';
import { takePicture } from './take-picture.ts';

const INTO = fileURLToPath(new URL('../../screenshots/', import.meta.url));
/** The morning in two minutes. */
const SPEED = 30;
/** Most have come by then, and the gate whose readers come loose each morning is mended again. */
const PEOPLE_INSIDE = 190;
const WITHIN_MS = 240_000;
const DESKTOP = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const views = [
  { name: 'now', path: 'now', ready: '.feed li' },
  { name: 'list', path: 'list', ready: '.list-table' },
  { name: 'people', path: 'people', ready: '.people-table' },
] as const;

const demo = await startDemo(SPEED);
const server = await startChromium();
const browser = await chromium.connect(server.wsEndpoint());
try {
  mkdirSync(INTO, { recursive: true });
  const desktop = await signedIn(demo, { ...DESKTOP, colorScheme: 'light' });
  const phone = await signedIn(demo, { ...PHONE, colorScheme: 'light' });
  const dark = await signedIn(demo, { ...DESKTOP, colorScheme: 'dark' });
  await fullEnough(desktop.context, demo);
  await take(dark, views[0], 'now-dark');
  for (const view of views) {
    await take(desktop, view, `${view.name}-desktop`);
    await take(phone, view, `${view.name}-phone`);
  }
} finally {
  await browser.close();
  await server.close();
  await demo.stop();
}

interface Screen {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly site: SessionView['sites'][number];
}

async function signedIn({ centre }: DemoAddresses, options: Parameters<typeof browser.newContext>[0]): Promise<Screen> {
  const context = await browser.newContext({
    ...options,
    baseURL: centre,
    locale: 'nb-NO',
    timezoneId: 'Europe/Oslo',
    reducedMotion: 'reduce',
  });
  const { email, password } = demoAccounts[0]!;
  const answer = await context.request.post('/api/v1/session', { data: { email, password }, headers: { origin: centre } });
  const session = (await answer.json()) as SessionView;
  return { context, page: await context.newPage(), site: session.sites[0]! };
}

async function fullEnough({ request }: BrowserContext, { centre }: DemoAddresses): Promise<void> {
  const session = (await (await request.get(`${centre}/api/v1/session`)).json()) as SessionView;
  const untilMs = performance.now() + WITHIN_MS;
  for (let inside = 0; inside < PEOPLE_INSIDE; ) {
    if (performance.now() > untilMs)
      throw new Error(`${inside} people were inside after ${WITHIN_MS / 1_000} s; ${PEOPLE_INSIDE} were waited for`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const now = (await (await request.get(`${centre}/api/v1/sites/${session.sites[0]!.id}/now`)).json()) as SiteNowView;
    inside = now.counts.inside;
  }
}

async function take({ page, site }: Screen, { path, ready }: (typeof views)[number], name: string): Promise<void> {
  await page.goto(`/s/${site.code}/${path}`);
  await page.locator(ready).first().waitFor();
  await page.locator('.pv-live[data-is=live]').waitFor();
  const file = join(INTO, `${name}.png`);
  await takePicture(page, file);
  process.stdout.write(`${name}.png, ${Math.ceil(statSync(file).size / 1_000)} kB\n`);
}
