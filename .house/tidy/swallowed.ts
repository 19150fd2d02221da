/** Never catch what you cannot name: an empty catch hides the fault that matters. */
import ts from 'typescript';
import { finding } from '../tree/finding.ts';
import { lineOf, visit } from '../tree/syntax.ts';
import type { Rule } from './rule.ts';

export const swallowed: Rule = ({ parsed }) =>
  parsed.flatMap(({ file, source }) => {
    const found: number[] = [];
    visit(source, (node) => {
      if (ts.isCatchClause(node) && isHollow(node.block, source)) found.push(lineOf(source, node));
      else if (ts.isCallExpression(node) && swallows(node, source)) found.push(lineOf(source, node.arguments[0] ?? node));
    });
    return found.map((line) =>
      finding(file, line, 'an error is swallowed', 'handle it, let it through, or say in the block why it does not matter'),
    );
  });

/** No statement and no word of why. */
const isHollow = (block: ts.Block, source: ts.SourceFile): boolean =>
  block.statements.length === 0 && !/[a-z]{3}/i.test(block.getText(source));

/** `promise.catch(() => {})`. */
function swallows(call: ts.CallExpression, source: ts.SourceFile): boolean {
  const [handler] = call.arguments;
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== 'catch' || !handler) return false;
  return (ts.isArrowFunction(handler) || ts.isFunctionExpression(handler)) && ts.isBlock(handler.body) && isHollow(handler.body, source);
}
