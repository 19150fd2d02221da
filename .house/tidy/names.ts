/** A file is named as its idea: `kebab-case.ts`, `PascalCase.svelte`. */
import { posix } from 'node:path';
import { isCode } from '../tree/files.ts';
import { finding } from '../tree/finding.ts';
import type { Rule } from './rule.ts';

const EMPTY_WORDS = /^(utils?|helpers?|common|misc|manager)$/;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*\.svelte$/;
/** `+page.svelte` and its kin are named by SvelteKit. */
const KIT = /^\+(page|layout|server|error)(@[a-z0-9-]*)?(\.server)?\.(svelte|ts|js)$/;

export const names: Rule = ({ tree }) => tree.files.flatMap((file) => [...saysNothing(file), ...misnamed(file)]);

function saysNothing(file: string) {
  const word = file
    .split('/')
    .flatMap((part) => (part.split('.').find((p) => p !== '') ?? '').split('-'))
    .find((w) => EMPTY_WORDS.test(w.toLowerCase()));
  return word === undefined ? [] : [finding(file, 0, `"${word}" in a name says nothing`, 'name the file after the one idea it holds')];
}

function misnamed(file: string) {
  const base = posix.basename(file);
  if (!isCode(file) || KIT.test(base)) return [];
  if (base.endsWith('.svelte')) return PASCAL.test(base) ? [] : [finding(file, 0, 'is a component', 'name it PascalCase.svelte')];
  return KEBAB.test(base) ? [] : [finding(file, 0, 'is not in kebab-case', 'name it like-this.ts')];
}
