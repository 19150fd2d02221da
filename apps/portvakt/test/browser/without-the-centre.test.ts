import { expect, it, onTestFinished } from 'vitest';
import { answers } from '../../src/demo/wait-until.ts';
import { comingTaps } from './coming-taps.ts';
import { LATER_MS } from './deadlines.ts';
import { demo, fillSignIn, keptPage, manager, markPage, SITE, signedIn, visit } from './visitor.ts';

it('goes on at the site while the centre is dead, and the centre is live again by itself', { timeout: 2 * LATER_MS }, async () => {
  const atCentre = await signedIn();
  const atBox = await visit(demo.box);
  const { page: centre } = atCentre;
  const { page: box } = atBox;
  await centre.goto(`/s/${SITE}/now`);
  await centre.locator('.pv-live[data-is=live]').waitFor();
  await markPage(centre);

  process.kill(demo.centrePid, 'SIGKILL');
  // whatever this test finds, the next one has a centre again
  onTestFinished(() => expect.poll(() => answers(`${demo.centre}/readyz`), { timeout: LATER_MS }).toBe(true), LATER_MS);
  await centre.locator('.pv-note', { hasText: 'Frakoblet' }).waitFor();
  expect(await centre.locator('.pv-note').textContent()).toMatch(/Viser status fra \d\d:\d\d:\d\d/);
  expect(await centre.locator('.now-figure').textContent()).toMatch(/sist kjent kl\.\s\d\d\.\d\d/);
  // the word alone: the clock beside it runs, and is not read out each second
  const live = centre.locator('.pv-live [role=status]');
  expect(await live.textContent()).toBe('Frakoblet');

  await box.goto('/');
  await fillSignIn(box, manager.password);
  await box.waitForURL(`**/s/${SITE}/now`);
  await box.getByText('Plassens egen side', { exact: true }).waitFor();
  await markPage(box);
  expect(Number(await box.locator('.now-figure .big').textContent())).toBeGreaterThan(0);
  const [next] = comingTaps(500);
  await box.locator('.feed li', { hasText: next!.name }).waitFor({ timeout: LATER_MS });
  expect(await keptPage(box)).toBe(true);

  await centre.waitForFunction(() => document.querySelector('.pv-live [role=status]')?.textContent === 'Oppdatert', undefined, {
    timeout: LATER_MS,
  });
  await centre.locator('.pv-live[data-is=live]').waitFor();
  expect(await live.textContent()).toMatch(/^(Oppdatert|Direkte)$/);
  const [later] = comingTaps(500);
  await centre.locator('.feed li', { hasText: later!.name }).waitFor({ timeout: LATER_MS });
  expect(await keptPage(centre)).toBe(true);
});
