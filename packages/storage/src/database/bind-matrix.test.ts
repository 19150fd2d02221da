import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshFolder } from '../testing/fresh-folder.ts';
import { runChild } from '../testing/run-child.ts';

it('refuses every odd value before the driver sees it, and takes every fine one as it is', async () => {
  const { code, out, err } = await runChild(new URL('../testing/bind-matrix.ts', import.meta.url), [join(freshFolder(), 'a.db')]);
  const lines = out.trim().split('\n');
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(lines.pop()).toBe('alive');
  expect(lines.pop()).toBe('13 of 13 fine values came back the same; 0 odd ones stored');
  expect(lines).toHaveLength(26);
  for (const line of lines) expect(line).toMatch(/: value_refused value_refused$/);
});
