import { expect, it } from 'vitest';
import { plant } from '../tree/planted.ts';
import { parseTree } from '../tree/syntax.ts';
import { checkImports } from './check.ts';

function says(changes: Record<string, string>): string[] {
  const tree = plant(changes);
  return checkImports(tree, parseTree(tree)).findings.map((f) => `${f.file}:${f.line} ${f.says}`);
}

it('passes a clean tree, and reads its imports', () => {
  const tree = plant();
  const { findings, edges } = checkImports(tree, parseTree(tree));
  expect(findings).toEqual([]);
  expect(edges).toBeGreaterThan(15);
});

const gate = 'packages/domain/src/gate.ts';
const ports = 'packages/ports/src/index.ts';
const storage = 'packages/storage/src/index.ts';
const api = 'apps/api/src/index.ts';
const page = 'apps/dashboard/src/routes/+page.svelte';

it.each([
  ['domain imports a package', gate, "import '@portvakt/ports';", 'domain may not import ports'],
  ['domain imports a library', gate, "import 'zod';", 'domain may not import "zod"'],
  ['domain imports Node', gate, "import 'node:fs';", 'domain may not import "node:fs"'],
  ['Node without its prefix', storage, "import 'fs';", '"fs" is a module of Node'],
  ['an import upwards', ports, "import '@portvakt/storage';", 'ports may not import storage'],
  ['a type-only import upwards', ports, "import type { open } from '@portvakt/storage';", 'ports may not import storage'],
  ['an inline type import upwards', ports, "export type O = import('@portvakt/storage').O;", 'ports may not import storage'],
  ['a dynamic import upwards', ports, "export const o = await import('@portvakt/storage');", 'ports may not import storage'],
  ['a re-export upwards', ports, "export * from '@portvakt/storage';", 'ports may not import storage'],
  ['a required module upwards', ports, "require('@portvakt/storage');", 'ports may not import storage'],
  ['an app imports its neighbour', api, "import '@portvakt/edge';", 'api may not import edge'],
  ['a page imports storage', page, "<script>\nimport '@portvakt/storage';\n</script>", 'dashboard may not import storage'],
  [
    'production opens the doubles',
    storage,
    "import '@portvakt/ports/testing';",
    'production code opens the doubles\' door "@portvakt/ports/testing"',
  ],
  ['production imports its own double', ports, "import './testing/index.ts';", 'production code imports "./testing/index.ts"'],
  ['a door that is not there', api, "import '@portvakt/storage/src/open.ts';", '"@portvakt/storage/src/open.ts" is not a door of storage'],
  ['a package that is not there', api, "import '@portvakt/nothing';", 'there is no package @portvakt/nothing'],
  [
    'a path out of the package',
    api,
    "import '../../../packages/domain/src/gate.ts';",
    '"../../../packages/domain/src/gate.ts" leaves the package',
  ],
  [
    'a worker out of the package',
    api,
    "new URL('../../edge/src/worker.ts', import.meta.url);",
    '"../../edge/src/worker.ts" leaves the package',
  ],
  ['a library nobody declared', storage, "import 'left-pad';", '"left-pad" is not among the dependencies of packages/storage'],
  ['a development library in production', storage, "import 'vitest';", '"vitest" is not among the dependencies of packages/storage'],
  ['mqtt outside the bridge', api, "import 'mqtt';", '"mqtt" lives only in firmware-bridge'],
  ['libSQL outside storage', api, "import type { Client } from '@libsql/client';", '"@libsql/client" lives only in storage'],
])('%s', (_what, file, text, expected) => {
  const line = file.endsWith('.svelte') ? 2 : 1;
  expect(says({ [file]: `${text}\n` })).toEqual([`${file}:${line} ${expected}`]);
});

it('a package without a floor may import nothing', () => {
  expect(
    says({
      'packages/new/package.json': '{"name":"@portvakt/new","dependencies":{"zod":"catalog:"}}',
      'packages/new/src/new.ts': "import 'zod';\n",
    }),
  ).toEqual(['packages/new/src/new.ts:1 new has no floor']);
});

it('files that import each other in a ring, by types too and through #lib', () => {
  expect(
    says({
      [gate]: "import type { A } from './a.ts';\nexport type G = A;\n",
      'packages/domain/src/a.ts': "import { b } from './b.ts';\nexport type A = typeof b;\n",
      'packages/domain/src/b.ts': "export { gate as b } from './gate.ts';\n",
      'apps/dashboard/src/lib/Bar.svelte': "<script>\nimport Foot from '#lib/Foot.svelte';\n</script>",
      'apps/dashboard/src/lib/Foot.svelte': "<script>\nimport Bar from './Bar.svelte';\n</script>",
    }),
  ).toEqual(
    [
      'packages/domain/src/a.ts:0 imports itself through packages/domain/src/b.ts → packages/domain/src/gate.ts → packages/domain/src/a.ts',
      'apps/dashboard/src/lib/Bar.svelte:0 imports itself through apps/dashboard/src/lib/Foot.svelte → apps/dashboard/src/lib/Bar.svelte',
    ].sort(),
  );
});

it('an import named in a comment or a text is none', () => {
  expect(says({ [gate]: "// import 'zod';\nexport const text = \"import 'zod'\";\n" })).toEqual([]);
});
