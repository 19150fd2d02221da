import { expect, it } from 'vitest';
import { plant } from '../tree/planted.ts';
import { parseTree } from '../tree/syntax.ts';
import { checkTidy } from './check.ts';

function says(changes: Record<string, string | null>): string[] {
  const tree = plant(changes);
  return checkTidy(tree, parseTree(tree)).findings.map((f) => `${f.file}:${f.line} ${f.says}`);
}

const gate = 'packages/domain/src/gate.ts';
const test = 'packages/domain/src/gate.test.ts';
const settings = 'pnpm-workspace.yaml';
const guards = 'saveExact: true\nblockExoticSubdeps: true\nstrictDepBuilds: true\nallowBuilds:\n  esbuild: false\n';
// in two halves, so that this file breaks no rule itself
const later = ['TO', 'DO'].join('');
const ignore = ['@ts-', 'ignore'].join('');
const asleep = ['it.', 'skip'].join('');
const unset = ['an', 'y'].join('');

it('passes a clean tree', () => expect(says({})).toEqual([]));

it.each([
  ['a folder at the top', 'tools/x.ts', 'export {};', ['tools/:0 is a top-level folder of its own']],
  ['a long file', gate, 'export {};\n'.repeat(400), [`${gate}:401 has 401 lines`]],
  [
    'a name that says nothing',
    'packages/domain/src/date-utils.ts',
    'export {};',
    ['packages/domain/src/date-utils.ts:0 "utils" in a name says nothing'],
  ],
  [
    'a folder that says nothing',
    'packages/domain/src/common/x.ts',
    'export {};',
    ['packages/domain/src/common/x.ts:0 "common" in a name says nothing'],
  ],
  ['a name in camelCase', 'packages/domain/src/siteDay.ts', 'export {};', ['packages/domain/src/siteDay.ts:0 is not in kebab-case']],
  [
    'a component in kebab-case',
    'apps/dashboard/src/lib/gate-bar.svelte',
    '<p></p>',
    ['apps/dashboard/src/lib/gate-bar.svelte:0 is a component'],
  ],
  [
    'a second index',
    'packages/domain/src/access/index.ts',
    'export {};',
    ['packages/domain/src/access/index.ts:0 is an index that is no door'],
  ],
  ['work left for later', gate, `export {}; // ${later}: more`, [`${gate}:1 "${later}" leaves work behind`]],
  ['a test asleep', test, `${asleep}('x', () => expect(1).toBe(1));`, [`${test}:1 ${asleep} keeps a test from counting`]],
  ['a test that expects nothing', test, "it('x', () => {});", [`${test}:0 expects nothing`]],
  ['the type that is none', gate, `export const g = 1 as ${unset};`, [`${gate}:1 the type ${unset}`]],
  ['checking switched off', gate, `// ${ignore} because\nexport {};`, [`${gate}:1 ${ignore} switches checking off`]],
  [
    'a rule off without a reason',
    gate,
    `// ${'biome-'}ignore lint/style/useConst: x\nexport {};`,
    [`${gate}:1 a rule is switched off without a reason`],
  ],
  ['an empty catch', gate, 'try { f(); } catch {}', [`${gate}:1 an error is swallowed`]],
  ['an empty catch of a promise', gate, 'f().catch(() => {});', [`${gate}:1 an error is swallowed`]],
  ['the environment outside config', gate, 'export const e = process.env.HOME;', [`${gate}:1 reads the environment`]],
  ['the environment by import', gate, "import { env } from 'node:process';", [`${gate}:1 reads the environment`]],
  ['the clock', gate, 'export const t = Date.now();', [`${gate}:1 Date.now is used directly`]],
  ['the date of now', gate, 'export const t = new Date();', [`${gate}:1 new Date() is used directly`]],
  ['chance', gate, 'export const r = Math.random();', [`${gate}:1 Math.random is used directly`]],
  ['a timer', gate, 'setTimeout(f, 1);', [`${gate}:1 setTimeout is used directly`]],
  ['a timer handed on', gate, 'start({ setInterval });', [`${gate}:1 setInterval is used directly`]],
  ['a timer of the global object', gate, 'globalThis.setTimeout(f, 1);', [`${gate}:1 globalThis.setTimeout is used directly`]],
  [
    'a timer by import',
    gate,
    "import { setTimeout as sleep } from 'node:timers/promises';",
    [`${gate}:1 node:timers/promises is used directly`],
  ],
  ['a registry in a lock', 'pnpm-lock.yaml', 'x: https://npm.example.com/zod/-/zod-4.tgz', ['pnpm-lock.yaml:1 names a registry’s address']],
  ['a registry in a setting', '.npmrc', 'registry=https://npm.example.com/', ['.npmrc:1 names a registry’s address']],
  ['a path of one machine', 'README.md', `see /${'root'}/notes`, [`README.md:1 "/${'root'}/" is a path of one machine`]],
])('%s', (_what, file, text, expected) => {
  expect(says({ [file]: `${text}\n` })).toEqual(expected);
});

it('a package without a test', () => {
  expect(says({ [test]: null })).toEqual(['packages/domain:0 package domain has no test']);
});

it('a door that is listed and not there', () => {
  expect(says({ 'apps/edge/src/index.ts': null })).toEqual(['apps/edge/package.json:0 exports "./src/index.ts", which does not exist']);
});

it('a version outside the catalog, and a script of its own', () => {
  const manifest = '{\n"name": "@portvakt/domain",\n"scripts": { "check": "tsc", "test": "jest" },\n"dependencies": {\n"zod": "^4.0.0" } }';
  expect(says({ 'packages/domain/package.json': manifest, 'packages/domain/src/index.ts': null })).toEqual([
    'packages/domain/package.json:5 zod is "^4.0.0"',
    'packages/domain/package.json:0 has a test script of its own',
  ]);
});

it('a range in the catalog, and two versions of one library', () => {
  const text = `${guards}catalog:\n  zod: ^4.0.0\n  hono: 4.13.19\ncatalogs:\n  old:\n    hono: 3.0.0\n    typescript: npm:typescript@7.0.2\n`;
  expect(says({ [settings]: text })).toEqual([`${settings}:7 zod is "^4.0.0"`, `${settings}:11 hono stands in two catalogs`]);
});

it('guards of the supply chain switched off', () => {
  expect(says({ [settings]: 'saveExact: false\nstrictDepBuilds: true\n' })).toEqual([
    `${settings}:0 saveExact is not on`,
    `${settings}:0 blockExoticSubdeps is not on`,
    `${settings}:0 allowBuilds is missing`,
  ]);
});

it('leaves alone what only looks like a fault', () => {
  const text = [
    'export interface Clock { setTimeout(call: () => void): void }',
    'export const start = (clock: Clock, date: Date) => clock.setTimeout(() => new Date(date));',
    'export const words = "Date.now() Math.random() as any";',
    'export type Timer = ReturnType<typeof setTimeout>;',
    'try { start; } catch { /* the port is closed already */ }',
  ].join('\n');
  expect(says({ [gate]: text })).toEqual([]);
});
