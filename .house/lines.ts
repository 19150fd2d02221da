/** How the tasks speak: one short line for each group of checks, then what went wrong. */
import { stripVTControlCharacters } from 'node:util';

const NAME_WIDTH = 24;
const WHAT_WIDTH = 40;
const TEXT_LINES_MAX = 200;

export const secondsSince = (start: number): number => (performance.now() - start) / 1000;

export function sayGroup(ok: boolean, name: string, what: string, seconds: number): void {
  console.log(`${ok ? '✓' : '✗'} ${name.padEnd(NAME_WIDTH)} ${what.padEnd(WHAT_WIDTH)} ${seconds.toFixed(1).padStart(6)} s`);
}

/** Indented, the end of it when it is long: tools say last what matters. */
export function sayDetail(text: string): void {
  const lines = stripVTControlCharacters(text).trimEnd().split('\n');
  if (lines.length > TEXT_LINES_MAX) console.log(`    … ${lines.length - TEXT_LINES_MAX} lines before`);
  for (const line of lines.slice(-TEXT_LINES_MAX)) console.log(`    ${line}`);
}

/** `1 file`, `2 files`. */
export const counted = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;
