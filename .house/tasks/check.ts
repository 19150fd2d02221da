/**
 * Types, lint and format, imports, tidiness: everything about the tree that can be told without running it.
 *
 * `npm run check -- --fix` mends what can be mended by itself: format, order of imports, some lint.
 */
import { stopCode } from '../child.mjs';
import { checkImports } from '../imports/check.ts';
import { counted, sayDetail, sayGroup, secondsSince } from '../lines.ts';
import { lint, mend } from '../lint.ts';
import { checkTidy } from '../tidy/check.ts';
import { readTree } from '../tree/files.ts';
import { showFindings } from '../tree/finding.ts';
import { parseTree } from '../tree/syntax.ts';
import { runTurbo } from '../turbo.ts';
import type { Task } from './task.ts';

export const check: Task = async (root, args) => {
  if (args.includes('--fix')) return await mend(root);
  return (await checkTree(root)) === 0 ? 0 : 1;
};

/** How many groups failed. */
export async function checkTree(root: string): Promise<number> {
  const groups = await Promise.all([types(root), style(root), rules(root)]);
  return stopCode() === undefined ? groups.reduce((sum, failed) => sum + failed, 0) : 1;
}

async function types(root: string): Promise<number> {
  const started = performance.now();
  const { code, tasks, text } = await runTurbo(root, ['check', 'check:house'], { concurrency: 2, goOn: true });
  const checks = tasks.filter((task) => task.task.startsWith('check'));
  const failed = tasks.filter((task) => !task.ok);
  sayGroup(code === 0, 'types', counted(checks.length, 'package'), secondsSince(started));
  for (const task of failed) {
    const what = task.task === 'build' ? 'did not build, so its types were not checked' : 'mend these types';
    console.log(`  ✗ ${task.package === '//' ? '.house' : task.package}: ${what}`);
    sayDetail(task.text);
  }
  if (code !== 0 && failed.length === 0) sayDetail(text);
  return code === 0 ? 0 : 1;
}

async function style(root: string): Promise<number> {
  const started = performance.now();
  const { ok, findings, text } = await lint(root);
  sayGroup(ok, 'lint and format', ok ? '' : counted(findings.length, 'finding'), secondsSince(started));
  if (ok) return 0;
  for (const line of showFindings(findings)) sayDetail(line);
  if (findings.length === 0) sayDetail(text);
  return 1;
}

async function rules(root: string): Promise<number> {
  const reading = performance.now();
  const tree = readTree(root);
  const parsed = parseTree(tree);
  const imports = checkImports(tree, parsed);
  sayGroup(
    imports.findings.length === 0,
    'imports',
    `${counted(imports.edges, 'import')} in ${counted(parsed.length, 'file')}`,
    secondsSince(reading),
  );
  for (const line of showFindings(imports.findings)) sayDetail(line);
  const tidying = performance.now();
  const tidy = checkTidy(tree, parsed);
  sayGroup(
    tidy.findings.length === 0,
    'tidy',
    `${counted(tidy.rules, 'rule')} over ${counted(tree.files.length, 'file')}`,
    secondsSince(tidying),
  );
  for (const line of showFindings(tidy.findings)) sayDetail(line);
  return [imports.findings, tidy.findings].filter((found) => found.length > 0).length;
}
