/** Every version stands once, exact, in the catalog; every package is tested and checked in the same way. */
import { type Finding, finding } from '../tree/finding.ts';
import type { Manifest, Room } from '../tree/rooms.ts';
import type { Rule } from './rule.ts';
import { readSettings } from './settings.ts';

/** Leaves the counts where the turbo cache can replay them. */
export const TEST_SCRIPT =
  'vitest run --testTimeout=90000 --hookTimeout=180000 --reporter=default --reporter=json --outputFile.json=dist/test.json';
const EXACT = /^(npm:(@[^@/]+\/)?[^@/]+@)?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
/** SvelteKit and the checks of this house need the JavaScript API that TypeScript 7 does not have. */
const TWO_VERSIONS = ['typescript'];

export const manifests: Rule = ({ tree, rooms }) => [
  ...tree.files.filter((file) => /(^|\/)package\.json$/.test(file)).flatMap((file) => versionsIn(file, tree.text(file))),
  ...rooms.flatMap(scriptsOf),
  ...(tree.files.includes('pnpm-workspace.yaml') ? catalogs(tree.text('pnpm-workspace.yaml')) : []),
];

function versionsIn(file: string, text: string): Finding[] {
  // its shape is checked by pnpm before any of this runs
  const manifest = JSON.parse(text) as Manifest;
  const all = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies].flatMap((list) =>
    Object.entries(list ?? {}),
  );
  // the toolchain is fetched before there is a pnpm to know the catalog
  const fine = file.startsWith('.house/toolchain/') ? EXACT : /^(catalog:[a-z0-9-]*|workspace:\*)$/;
  const lines = text.split('\n');
  return all
    .filter(([, version]) => !fine.test(version))
    .map(([name, version]) =>
      finding(
        file,
        lines.findIndex((l) => l.includes(`"${name}"`)) + 1,
        `${name} is "${version}"`,
        'write "catalog:" and the exact version in pnpm-workspace.yaml, or "workspace:*"',
      ),
    );
}

function scriptsOf(room: Room): Finding[] {
  const { test, check } = room.manifest.scripts ?? {};
  const file = `${room.dir}/package.json`;
  return [
    ...(test === TEST_SCRIPT ? [] : [finding(file, 0, 'has a test script of its own', `every package has "${TEST_SCRIPT}"`)]),
    ...(check === undefined ? [finding(file, 0, 'has no check script', 'add one that checks its types')] : []),
  ];
}

function catalogs(text: string): Finding[] {
  const entries = readSettings(text).filter(({ path }) => path[0] === 'catalog' || path[0] === 'catalogs');
  const seen = new Set<string>();
  return entries.flatMap(({ path, value, line }) => {
    const name = path.at(-1) ?? '';
    if (value === '') return [];
    const found: Finding[] = [];
    if (!EXACT.test(value)) found.push(finding('pnpm-workspace.yaml', line, `${name} is "${value}"`, 'write the exact version'));
    if (seen.has(name) && !TWO_VERSIONS.includes(name))
      found.push(finding('pnpm-workspace.yaml', line, `${name} stands in two catalogs`, 'keep one version'));
    seen.add(name);
    return found;
  });
}
