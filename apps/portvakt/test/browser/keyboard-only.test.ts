import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { comingArrivals } from './coming-taps.ts';
import { manager, SITE, visit } from './visitor.ts';

const STEPS_MAX = 60;

it('signs in and blocks a card with nothing but a keyboard', async () => {
  const visitor = await visit();
  const { page } = visitor;
  const { keyboard } = page;
  await page.goto('/login');
  await tabTo(page, 'E-post');
  await keyboard.type(manager.email);
  await tabTo(page, 'Passord');
  await keyboard.type(manager.password);
  await keyboard.press('Enter');
  await page.waitForURL(`**/s/${SITE}/now`);

  await tabTo(page, 'Folk');
  await keyboard.press('Enter');
  await page.waitForURL(`**/s/${SITE}/people`);
  const { holder, name } = comingArrivals(0).at(-1)!;
  await tabTo(page, 'Søk navn, firma eller kort');
  await keyboard.type(`${holder.familyName}`);
  await page.waitForFunction(
    (family) => [...document.querySelectorAll('.people-table tbody tr')].every((row) => row.textContent?.includes(family)),
    holder.familyName,
  );
  await tabTo(page, `Sperr kortet til ${name}`);
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, 'Hvorfor sperres kortet?');
  await keyboard.type('Glemt på bussen');
  await keyboard.press('Enter');
  await page.getByText(`Kortet til ${name} er sperret.`).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);

  await tabTo(page, 'Angre', 'Shift+Tab');
  await keyboard.press('Enter');
  await page.getByText(`Sperringen av kortet til ${name} er opphevet.`).waitFor();
});

/** Steps on until the element with this name has the focus, and sees to it that every step can be seen. */
async function tabTo(page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const at = await page.evaluate(() => {
      const on = document.activeElement;
      if (!(on instanceof HTMLElement) || on === document.body) return undefined;
      const label = on instanceof HTMLInputElement ? on.labels?.[0]?.textContent : undefined;
      // a search field shows it on the frame around the input
      const frames = [on, on.closest('.pv-search')].flatMap((frame) => (frame === null ? [] : [getComputedStyle(frame)]));
      const seen = frames.some((f) => (f.outlineStyle !== 'none' && f.outlineWidth !== '0px') || f.boxShadow !== 'none');
      return { name: (on.ariaLabel ?? label ?? on.textContent ?? '').trim().replace(/\s+/g, ' '), seen };
    });
    if (at !== undefined) {
      passed.push(at.seen ? at.name : `${at.name} (its focus cannot be seen)`);
      if (at.name === name || at.name.startsWith(`${name} `)) break;
    }
    await page.keyboard.press(key);
  }
  expect(passed.at(-1), `steps: ${passed.join(' → ')}`).toMatch(new RegExp(`^${RegExp.escape(name)}( |$)`));
  expect(passed.filter((step) => step.includes('cannot be seen'))).toEqual([]);
}
