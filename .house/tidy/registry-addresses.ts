/** A lock or a setting that names a registry's address ties everyone to that registry. */
import { finding } from '../tree/finding.ts';
import { eachLine, type Rule } from './rule.ts';

const SETTINGS = /(^|\/)(pnpm-lock\.yaml|package-lock\.json|pnpm-workspace\.yaml|package\.json|bunfig\.toml|\.npmrc|\.yarnrc(\.yml)?)$/;
const ADDRESS = /https?:\/\/[^\s"']*(\/-\/|registry)[^\s"']*|^\s*"?(?:@[a-z0-9-]+:)?registry"?\s*[=:]/;

export const registryAddresses: Rule = ({ tree }) =>
  eachLine(
    tree,
    tree.files.filter((file) => SETTINGS.test(file)),
    (line, file, number) =>
      ADDRESS.test(line)
        ? finding(file, number, 'names a registry’s address', 'take it out; each machine knows its own registry')
        : undefined,
  );
