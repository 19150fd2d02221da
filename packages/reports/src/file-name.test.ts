import { expect, it } from 'vitest';
import { fileName } from './file-name.ts';
import { listOf } from './testing/sample-list.ts';

it.each([
  ['b2', 'oversiktsliste_b2_2026-11-20.pdf'],
  ['fjordbyen-b2', 'oversiktsliste_fjordbyen-b2_2026-11-20.pdf'],
  ['../../etc', 'oversiktsliste_-etc_2026-11-20.pdf'],
  ['a"\r\nb', 'oversiktsliste_a-b_2026-11-20.pdf'],
  ['x'.repeat(300), `oversiktsliste_${'x'.repeat(64)}_2026-11-20.pdf`],
])('of %j is %s', (code, expected) => expect(fileName({ code, list: listOf() }, 'pdf')).toBe(expected));
