import { OperatingError, type Runtime } from '@portvakt/ports';

const EVERY_MS = 100;

/** Asks until the answer is yes; gives up with `deadline` after `withinMs`, saying what was waited for. */
export async function waitUntil(what: string, withinMs: number, runtime: Runtime, ask: () => Promise<boolean>): Promise<void> {
  const endMs = runtime.monotonicMs() + withinMs;
  while (!(await ask())) {
    if (runtime.monotonicMs() > endMs)
      throw new OperatingError('deadline', `${what} did not happen within ${Math.round(withinMs / 1_000)} s`);
    await new Promise<void>((resolve) => void runtime.after(EVERY_MS, resolve));
  }
}

/** Whether the address answers with a success. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof DOMException) return false; // nobody listens there, or too slowly
    throw cause;
  }
}
