/** A browser from the npm registry alone: unpacked once for the whole machine, then started as often as it is wanted. */
import { rmSync } from 'node:fs';
import packed from '@sparticuz/chromium';
import { type BrowserServer, chromium } from 'playwright-core';

/** A browser that fetches nothing by itself. It may run where there is no sandbox: it opens our own pages only. */
const FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

export async function startChromium(): Promise<BrowserServer> {
  const program = await packed.executablePath();
  try {
    return await chromium.launchServer({ executablePath: program, args: FLAGS });
  } catch {
    // what an unpacking that was cut short left behind does not start: unpack it anew, and let it fail for good then
    rmSync(program, { force: true });
    return await chromium.launchServer({ executablePath: await packed.executablePath(), args: FLAGS });
  }
}
