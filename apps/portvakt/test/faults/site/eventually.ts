/** Waiting for what must come, with an end: a test never sleeps, it asks until the answer is there. */
const EVERY_MS = 20;
export const WITHIN_MS = 20_000;

/** Resolves with the first answer that is neither `undefined` nor `false`; rejects with what was waited for, and what is known then. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = WITHIN_MS,
  known: () => string = () => '',
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`${what}: not within ${Math.round(withinMs / 1_000)} s. ${known()}`);
    await passed(EVERY_MS);
  }
}

/** For what must *not* come: there is nothing to ask for but the time in which it would have. */
export const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
