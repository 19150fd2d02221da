/** What guards an install against a bad package stays switched on. */
import { finding } from '../tree/finding.ts';
import type { Rule } from './rule.ts';
import { readSettings } from './settings.ts';

const FILE = 'pnpm-workspace.yaml';
const GUARDS = ['saveExact', 'blockExoticSubdeps', 'strictDepBuilds'];

export const supplyChain: Rule = ({ tree }) => {
  if (!tree.files.includes(FILE)) return [finding(FILE, 0, 'is missing', 'it names the packages, the versions and the guards')];
  const settings = readSettings(tree.text(FILE));
  const off = GUARDS.filter((guard) => !settings.some(({ path, value }) => path.join('.') === guard && value === 'true'));
  const builds = settings.some(({ path }) => path.join('.') === 'allowBuilds');
  return [
    ...off.map((guard) => finding(FILE, 0, `${guard} is not on`, `write "${guard}: true"`)),
    ...(builds ? [] : [finding(FILE, 0, 'allowBuilds is missing', 'list which packages may run an install script, false for the rest')]),
  ];
};
