import { expect, it } from 'vitest';
import { isCode, readTree } from './files.ts';
import { plant } from './planted.ts';

it('leaves out what .gitignore names, nested ones too', () => {
  const { root } = plant({
    'packages/domain/.gitignore': 'made/\n/only-here.ts\n',
    'packages/domain/made/x.ts': '',
    'packages/domain/src/deep/made/x.ts': '',
    'packages/domain/only-here.ts': '',
    'packages/domain/src/only-here.ts': '',
    'packages/storage/made/x.ts': '',
    'packages/domain/dist/x.ts': '',
    'packages/domain/npm.log': '',
  });
  const files = readTree(root).files.filter((file) => /made|only-here|dist|log$|node_modules/.test(file));
  expect(files).toEqual(['packages/domain/src/only-here.ts', 'packages/storage/made/x.ts']);
});

it('generated code is not held to style', () => {
  expect(['a/b.ts', 'a/B.svelte', 'a/paraglide/m.js', 'a/b.gen.ts', 'a/app.d.ts', 'a/b.json'].filter(isCode)).toEqual([
    'a/b.ts',
    'a/B.svelte',
  ]);
});
