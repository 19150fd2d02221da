/** A path of somebody's machine in a committed file works on that machine only. */
import { finding } from '../tree/finding.ts';
import { eachLine, type Rule } from './rule.ts';

const TEXT =
  /\.(ts|js|mjs|cjs|svelte|json|jsonc|yaml|yml|toml|md|css|html|sh|txt|sql|typ|service|conf|example)$|(^|\/)(Dockerfile|run|\.[a-z]+rc)$/;
const MACHINE = /(?:^|[^A-Za-z0-9_.\-/])(\/(?:work|root|Users|home\/[a-z]+)\/)/;

export const machinePaths: Rule = ({ tree }) =>
  eachLine(
    tree,
    tree.files.filter((file) => TEXT.test(file)),
    (line, file, number) => {
      const path = MACHINE.exec(line)?.[1];
      return path === undefined
        ? undefined
        : finding(file, number, `"${path}" is a path of one machine`, 'use a path from the repository or from the settings');
    },
  );
