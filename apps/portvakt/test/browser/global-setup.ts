/** One demo and one browser for all tests in this folder. */
import type { TestProject } from 'vitest/node';
import { startChromium } from '../../src/screenshots/chromium.ts';
import { type DemoAddresses, startDemo } from '../../src/screenshots/running-demo.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly demo: DemoAddresses;
    /** Where the browser can be reached. */
    readonly browser: string;
  }
}

/** Slow enough that people keep arriving for as long as the tests run, fast enough that someone does every second. */
const SPEED = 15;

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const startedMs = performance.now();
  const [demo, browser] = await Promise.all([startDemo(SPEED), startChromium()]);
  process.stderr.write(`The demo and the browser were ready in ${((performance.now() - startedMs) / 1_000).toFixed(1)} s.\n`);
  const { stop, ...addresses } = demo;
  project.provide('demo', addresses);
  project.provide('browser', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await stop();
  };
}
