/** Types and rules are not switched off, or else with the reason beside it. */
import ts from 'typescript';
import { isCode } from '../tree/files.ts';
import { type Finding, finding } from '../tree/finding.ts';
import { lineOf, type Parsed, visit } from '../tree/syntax.ts';
import { eachLine, type Rule } from './rule.ts';

const NEVER = /@ts-(?:ignore|nocheck)|eslint-(?:disable)|oxlint-(?:disable)|prettier-(?:ignore)/;
const WITH_REASON = /@ts-(?:expect-error)(.*)|biome-(?:ignore)(?:-all|-start)?\s+[^:]*(.*)/;
const REASON_MIN = 10;

export const switchedOff: Rule = ({ tree, parsed }) => [
  ...parsed.flatMap(anyType),
  ...eachLine(tree, tree.files.filter(isCode), (line, file, number) => {
    const never = NEVER.exec(line)?.[0];
    if (never !== undefined) return finding(file, number, `${never} switches checking off`, 'mend the type or the line it hides');
    const off = WITH_REASON.exec(line);
    const reason = (off?.[1] ?? off?.[2] ?? '').replace(/[*/\s:-]/g, '');
    return off && reason.length < REASON_MIN
      ? finding(file, number, 'a rule is switched off without a reason', 'write why after it')
      : undefined;
  }),
];

function anyType({ file, source }: Parsed): Finding[] {
  const found: Finding[] = [];
  visit(source, (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword)
      found.push(finding(file, lineOf(source, node), 'the type any', 'use unknown, or the type it has'));
  });
  return found;
}
