/** One picture of what is on the screen, small enough to stand in a repository. */
import { statSync } from 'node:fs';
import type { Page } from 'playwright-core';

const BYTES_MAX = 400_000;

export async function takePicture(page: Page, path: string): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  const { size } = statSync(path);
  if (size > BYTES_MAX) throw new Error(`${path} has ${size} bytes; a picture has at most ${BYTES_MAX}`);
}
