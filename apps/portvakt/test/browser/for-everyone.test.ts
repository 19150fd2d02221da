/** Readable by everyone: no serious fault that axe knows, in both themes, on a desk, on a phone and on the narrowest screen there is. */
import { AxeBuilder } from '@axe-core/playwright';
import { siteDayOf } from '@portvakt/domain';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { LATER_MS, SOON_MS } from './deadlines.ts';
import { SITE, signedIn, visit } from './visitor.ts';

const SIZES = [
  { name: 'desktop', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
  { name: 'narrow', width: 320, height: 640 },
] as const;

const pages = [
  { name: 'Logg inn', path: '/login', ready: 'form.door-form' },
  { name: 'Nå', path: `/s/${SITE}/now`, ready: '.pv-live[data-is=live]' },
  { name: 'Folk', path: `/s/${SITE}/people`, ready: '.people-table' },
  { name: 'Oversiktsliste', path: `/s/${SITE}/list/${siteDayOf(Date.now())}?show=hired`, ready: '.list-table' },
] as const;

describe.each(pages)('$name', ({ path, ready }) => {
  it('has no serious fault in any theme at any width, and never scrolls sideways', { timeout: 2 * LATER_MS }, async () => {
    const visitor = await (path === '/login' ? visit() : signedIn());
    const { page } = visitor;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(path);
    await page.locator(ready).first().waitFor();
    if (path.endsWith('/people')) await fewerPeople(page);
    const faults: string[] = [];
    for (const { name, width, height } of SIZES) {
      await page.setViewportSize({ width, height });
      // between the themes nothing but colours changes
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        faults.push(
          ...(await seriousFaults(page, colorScheme === 'dark' ? ['color-contrast'] : undefined)).map(
            (fault) => `${name}, ${colorScheme}: ${fault}`,
          ),
        );
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) faults.push(`${name}: scrolls ${wide} px sideways`);
    }
    expect(faults).toEqual([]);
  });
});

/** Two hundred rows are one row two hundred times, and axe takes its time for each. */
async function fewerPeople(page: Page): Promise<void> {
  await page.locator('.pv-live[data-is=live]').waitFor();
  await page.getByLabel('Søk navn, firma eller kort').fill('Løv');
  await expect.poll(() => page.locator('.people-table tbody tr').count(), { timeout: SOON_MS }).toBeLessThan(20);
}

async function seriousFaults(page: Page, rules?: string[]): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map((node) => `${id} at ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]}`),
    );
}
