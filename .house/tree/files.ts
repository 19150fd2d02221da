/** The files of a working copy that someone wrote: everything but what .gitignore names. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Tree {
  readonly root: string;
  /** Paths from the root with forward slashes, sorted. */
  readonly files: readonly string[];
  text(file: string): string;
}

type Ignore = (path: string, folder: boolean) => boolean;

/** Reads the tree without git, so that an unpacked archive is held to the same rules as a clone. */
export function readTree(root: string): Tree {
  const files: string[] = [];
  walk(root, '', [], files);
  const texts = new Map<string, string>();
  const text = (file: string): string => {
    const known = texts.get(file);
    if (known !== undefined) return known;
    const read = readFileSync(join(root, file), 'utf8');
    texts.set(file, read);
    return read;
  };
  return { root, files: files.sort(), text };
}

function walk(root: string, folder: string, outer: readonly Ignore[], found: string[]): void {
  const own = ignoresOf(join(root, folder, '.gitignore'), folder);
  const ignores = own.length === 0 ? outer : [...outer, ...own];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name === '.git' || ignores.some((ignore) => ignore(path, entry.isDirectory()))) continue;
    if (entry.isDirectory()) walk(root, path, ignores, found);
    else if (entry.isFile()) found.push(path);
  }
}

/** Knows the patterns this repository uses: `name/`, `name`, `*.ending` and `a/path/`. */
function ignoresOf(file: string, base: string): Ignore[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): Ignore => {
      const onlyFolder = line.endsWith('/');
      const pattern = line.replace(/^\/|\/$/g, '');
      const anchored = line.replace(/\/$/, '').includes('/');
      const glob = new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
      return (path, folder) => {
        if (onlyFolder && !folder) return false;
        const inside = base === '' ? path : path.slice(base.length + 1);
        return glob.test(anchored ? inside : (path.split('/').at(-1) ?? ''));
      };
    });
}

/** Code that people wrote; generated files are exempt from the rules of style. */
export const isCode = (file: string): boolean =>
  /\.(ts|js|mjs|cjs|svelte)$/.test(file) && !/(^|\/)(generated|vendor|paraglide)\/|\.gen\.|\.d\.ts$/.test(file);
