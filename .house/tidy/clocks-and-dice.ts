/** Time and chance come in through the runtime port, so that a test and a replay can hold them still. */
import ts from 'typescript';
import { finding } from '../tree/finding.ts';
import { purposeOf } from '../tree/rooms.ts';
import { lineOf, visit } from '../tree/syntax.ts';
import type { Rule } from './rule.ts';

const TIMERS = new Set(['setTimeout', 'setInterval']);
/** The outside world, the show, and what runs in a browser. */
const EXEMPT = /^\.house\/|^apps\/(portvakt|dashboard)\/|^packages\/ports\/src\/system\/|(^|\/)runtime\.ts$/;

export const clocksAndDice: Rule = ({ parsed }) =>
  parsed
    .filter(({ file }) => !EXEMPT.test(file) && !['test', 'double', 'tool'].includes(purposeOf(file)))
    .flatMap(({ file, source }) => {
      const found: { line: number; what: string }[] = [];
      visit(source, (node) => {
        const what = takes(node, source);
        if (what !== undefined) found.push({ line: lineOf(source, node), what });
      });
      return found.map(({ line, what }) =>
        finding(file, line, `${what} is used directly`, 'take it from the runtime port, or put it in a file named runtime.ts'),
      );
    });

function takes(node: ts.Node, source: ts.SourceFile): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText(source) === 'Date' && (node.arguments?.length ?? 0) === 0) return 'new Date()';
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText(source);
    if (/^(globalThis\.)?(Date\.now|Math\.random)$/.test(text) || /^Temporal\.Now\b/.test(text)) return text;
    return /^(globalThis|window)\.(setTimeout|setInterval)$/.test(text) ? text : undefined;
  }
  if (
    ts.isImportDeclaration(node) &&
    ts.isStringLiteral(node.moduleSpecifier) &&
    /^(node:)?timers(\/promises)?$/.test(node.moduleSpecifier.text)
  ) {
    return node.moduleSpecifier.text;
  }
  return ts.isIdentifier(node) && TIMERS.has(node.text) && isValue(node) ? node.text : undefined;
}

/** An identifier that is read, not one that names a member, a parameter or a type. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isTypeQueryNode(parent) || ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) return false;
  return !('name' in parent && parent.name === node) || ts.isShorthandPropertyAssignment(parent);
}
