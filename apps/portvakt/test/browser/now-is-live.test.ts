import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { comingTaps } from './coming-taps.ts';
import { LATER_MS } from './deadlines.ts';
import { keptPage, markPage, SITE, signedIn } from './visitor.ts';

it('counts up by itself, and shows who just came in', async () => {
  const visitor = await signedIn();
  const { page } = visitor;
  await page.goto(`/s/${SITE}/now`);
  await page.locator('.pv-live[data-is=live]').waitFor();
  await markPage(page);
  await watchFeed(page);

  const before = Number(await page.locator('.now-figure .big').textContent());
  await page.waitForFunction((least) => Number(document.querySelector('.now-figure .big')?.textContent) > least, before, {
    timeout: LATER_MS,
  });

  const [next] = comingTaps(1_000);
  const row = page.locator('.feed li', { hasText: next!.name }).filter({ hasText: next!.direction === 'in' ? 'Inn' : 'Ut' });
  await row.waitFor({ timeout: LATER_MS });
  expect(await row.getAttribute('data-row')).toBe('plain');
  expect(await keptPage(page)).toBe(true);

  const delays = await feedDelays(page);
  const sorted = delays.toSorted((a, b) => a - b);
  console.log(
    `From the box's log to the feed: median ${sorted[sorted.length >> 1]} ms, longest ${sorted.at(-1)} ms of ${sorted.length} rows.`,
  );
  expect(delays.length).toBeGreaterThan(0);
});

/** Notes for each row that comes from now on how old it was when it was painted. */
function watchFeed(page: Page): Promise<void> {
  return page.evaluate(() => {
    const feed = document.querySelector('#feed')!;
    const known = new Set(feed.querySelectorAll('li'));
    const delays: number[] = [];
    new MutationObserver(() => {
      for (const row of feed.querySelectorAll('li')) {
        if (known.has(row)) continue;
        known.add(row);
        delays.push(Date.now() - Date.parse(row.querySelector('time')!.dateTime));
        feed.setAttribute('data-delays', delays.join(' '));
      }
    }).observe(feed, { childList: true, subtree: true });
  });
}

async function feedDelays(page: Page): Promise<readonly number[]> {
  const noted = await page.locator('#feed').getAttribute('data-delays');
  return (noted ?? '').split(' ').filter(Boolean).map(Number);
}
