/** A small clean repository in a temporary folder, with some files exchanged: ground for the tests of the rules. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { TEST_SCRIPT } from '../tidy/manifests.ts';
import { readTree, type Tree } from './files.ts';

interface Declared {
  readonly [field: string]: Readonly<Record<string, string>>;
}

const manifest = (name: string, declared: Declared = {}): string =>
  JSON.stringify({
    name: `@portvakt/${name}`,
    exports: { '.': './src/index.ts' },
    scripts: { check: 'tsc', test: TEST_SCRIPT },
    devDependencies: { vitest: 'catalog:' },
    ...declared,
  });

const testFile = "import { expect, it } from 'vitest';\nit('holds', () => expect(1).toBe(1));\n";
const all = (...names: string[]): Record<string, string> => Object.fromEntries(names.map((name) => [`@portvakt/${name}`, 'workspace:*']));

const CLEAN: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules/\ndist/\n*.log\n',
  'pnpm-workspace.yaml':
    'packages:\n  - packages/*\nsaveExact: true\nblockExoticSubdeps: true\nstrictDepBuilds: true\nallowBuilds:\n  esbuild: false\ncatalog:\n  vitest: 5.1.1\n  "@types/node": 24.19.2\n',
  'packages/domain/package.json': manifest('domain'),
  'packages/domain/src/index.ts': "export * from './gate.ts';\n",
  'packages/domain/src/gate.ts': 'export const gate = 1;\n',
  'packages/domain/src/gate.test.ts': testFile,
  'packages/ports/package.json': manifest('ports', {
    exports: { '.': './src/index.ts', './testing': './src/testing/index.ts' },
    dependencies: all('domain'),
  }),
  'packages/ports/src/index.ts': "export type { gate } from '@portvakt/domain';\n",
  'packages/ports/src/testing/index.ts': "import { it } from 'vitest';\nexport const suite = it;\n",
  'packages/ports/src/ports.test.ts': testFile,
  'packages/storage/package.json': manifest('storage', {
    dependencies: { ...all('domain', 'ports'), '@libsql/client': 'catalog:', zod: 'catalog:' },
  }),
  'packages/storage/src/index.ts': "import { createClient } from '@libsql/client';\nimport 'node:fs';\nexport const open = createClient;\n",
  'packages/storage/src/storage.test.ts': `import { suite } from '@portvakt/ports/testing';\n${testFile}export const s = suite;\n`,
  'firmware-bridge/package.json': manifest('firmware-bridge', { dependencies: { ...all('domain'), mqtt: 'catalog:' } }),
  'firmware-bridge/src/index.ts': "import mqtt from 'mqtt';\nexport const connect = mqtt;\n",
  'firmware-bridge/src/bridge.test.ts': testFile,
  'apps/api/package.json': manifest('api', {
    dependencies: { ...all('domain', 'ports', 'storage', 'dashboard', 'edge'), '@libsql/client': 'catalog:', mqtt: 'catalog:' },
  }),
  'apps/api/src/index.ts': "import { open } from '@portvakt/storage';\nimport '@portvakt/dashboard/handler';\nexport const app = open;\n",
  'apps/api/src/config.ts': 'export const port = process.env;\n',
  'apps/api/src/api.test.ts': testFile,
  'apps/edge/package.json': manifest('edge'),
  'apps/edge/src/index.ts': 'export const agent = 1;\n',
  'apps/edge/src/edge.test.ts': testFile,
  'apps/dashboard/package.json': manifest('dashboard', {
    exports: { './handler': './build/handler.js' },
    imports: { '#lib/*': './src/lib/*' },
    devDependencies: { ...all('domain', 'storage'), svelte: 'catalog:', vitest: 'catalog:' },
  }),
  'apps/dashboard/src/routes/+page.svelte':
    "<script lang=\"ts\">\n  import { gate } from '@portvakt/domain';\n  import Bar from '#lib/Bar.svelte';\n</script>\n<Bar {gate} />\n",
  'apps/dashboard/src/lib/Bar.svelte': '<p>bar</p>\n',
  'apps/dashboard/src/bar.test.ts': testFile,
  'node_modules/ignored/Utils.ts': 'import "../../nowhere.ts";\n',
};

/** The clean tree with these files added or exchanged; it is gone when the test is over. `null` takes a file out. */
export function plant(changes: Readonly<Record<string, string | null>> = {}): Tree {
  const root = mkdtempSync(join(tmpdir(), 'house-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [file, text] of Object.entries({ ...CLEAN, ...changes })) {
    if (text === null) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return readTree(root);
}
