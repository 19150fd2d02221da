/** Runs Biome and reads its verdicts as findings: one line each, not a page of context. */
import { relative, resolve } from 'node:path';
import { start } from './child.mjs';
import { type Finding, finding } from './tree/finding.ts';

const SHOWN_MAX = 200;
const MENDS_ITSELF = 'npm run check -- --fix';

export interface Lint {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** All it said, for when that holds no finding. */
  readonly text: string;
}

export async function lint(root: string): Promise<Lint> {
  const { child, ended } = biome(root, ['--error-on-warnings', `--max-diagnostics=${SHOWN_MAX}`, '--reporter=github'], 'pipe');
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (chunk: string) => said.push(chunk));
  const code = await ended;
  const text = said.join('');
  return { ok: code === 0, findings: findingsIn(root, text), text };
}

/** Mends what can be mended without changing what the code does. */
export const mend = (root: string): Promise<number> => biome(root, ['--write'], 'inherit').ended;

const biome = (root: string, args: readonly string[], output: 'inherit' | 'pipe') =>
  start(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'check', ...args], { cwd: root, stdio: ['ignore', output, output] });

/** `::error title=lint/style/useConst,file=…,line=7,…::message` */
export function findingsIn(root: string, text: string): Finding[] {
  return [...text.matchAll(/^::\w+ title=([^,]*),file=([^,]*),line=(\d+)[^:]*::(.*)$/gm)].map(
    ([, title = '', file = '', line, message = '']) => {
      const place = relative(root, resolve(root, file));
      if (title === 'format') return finding(place, 0, 'is not formatted', MENDS_ITSELF);
      if (title.startsWith('assist/')) return finding(place, Number(line), message.replace(/\.$/, ''), MENDS_ITSELF);
      return finding(place, Number(line), title, message);
    },
  );
}
