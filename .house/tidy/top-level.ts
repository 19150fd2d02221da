/** The top of the repository holds packages, apps, the firmware bridge and dot-folders. */
import { finding } from '../tree/finding.ts';
import type { Rule } from './rule.ts';

const ALLOWED = ['packages', 'apps', 'firmware-bridge'];

export const topLevel: Rule = ({ tree }) => {
  const folders = new Set(tree.files.filter((file) => file.includes('/')).map((file) => file.slice(0, file.indexOf('/'))));
  return [...folders]
    .filter((folder) => !folder.startsWith('.') && !ALLOWED.includes(folder))
    .map((folder) =>
      finding(
        `${folder}/`,
        0,
        'is a top-level folder of its own',
        `only ${ALLOWED.join(', ')} and dot-folders stand at the top; put it in the package it belongs to`,
      ),
    );
};
