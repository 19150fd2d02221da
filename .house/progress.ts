/** On a terminal, one line that says how far the tests are; it is gone when they are done. */
import { existsSync } from 'node:fs';

const LOOK_MS = 300;

/** `reports` are the files that finished tests leave. Returns how to stop. */
export function showProgress(reports: readonly string[]): () => void {
  const { stderr } = process;
  if (!stderr.isTTY) return () => undefined;
  const look = setInterval(() => {
    stderr.write(`\r\u001b[2K… ${reports.filter((file) => existsSync(file)).length} of ${reports.length} packages tested`);
  }, LOOK_MS);
  return () => {
    clearInterval(look);
    stderr.write('\r\u001b[2K');
  };
}
