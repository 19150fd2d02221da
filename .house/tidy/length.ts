/** A file holds one idea, and one idea fits in 400 lines. */
import { isCode } from '../tree/files.ts';
import { finding } from '../tree/finding.ts';
import type { Rule } from './rule.ts';

const LINES_MAX = 400;

export const length: Rule = ({ tree }) =>
  tree.files.filter(isCode).flatMap((file) => {
    const lines = tree.text(file).replace(/\n$/, '').split('\n').length;
    return lines > LINES_MAX ? [finding(file, LINES_MAX + 1, `has ${lines} lines`, `split it by idea; no file has over ${LINES_MAX}`)] : [];
  });
