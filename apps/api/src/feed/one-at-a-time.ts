/**
 * Runs `work` one at a time. A call while it runs waits for one more run that begins afterwards, shared by all who came meanwhile; so
 * whoever calls after a change is sure that a run has seen the change.
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const run = (): Promise<void> => {
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return run();
    next ??= running
      .catch(() => undefined) // told to whoever asked for that run; this one is another
      .then(() => {
        next = undefined;
        return run();
      });
    return next;
  };
}
