/** Only a config.ts reads the environment, so that every key has one schema and one place. */
import ts from 'typescript';
import { finding } from '../tree/finding.ts';
import { purposeOf } from '../tree/rooms.ts';
import { lineOf, type Parsed, visit } from '../tree/syntax.ts';
import type { Rule } from './rule.ts';

const mayRead = (file: string): boolean =>
  file.startsWith('.house/') || /(^|[/.])config\.[cm]?[jt]s$/.test(file) || purposeOf(file) === 'test';

export const environment: Rule = ({ parsed }) =>
  parsed
    .filter(({ file }) => !mayRead(file))
    .flatMap(({ file, source }) =>
      reads({ file, source }).map((line) =>
        finding(file, line, 'reads the environment', 'parse it in the app’s config.ts and pass the value in'),
      ),
    );

function reads({ source }: Parsed): number[] {
  const lines: number[] = [];
  visit(source, (node) => {
    if (ts.isPropertyAccessExpression(node) && /^(globalThis\.)?process\.env$/.test(node.getText(source))) lines.push(lineOf(source, node));
    else if (ts.isImportSpecifier(node) && (node.propertyName ?? node.name).text === 'env' && fromProcess(node))
      lines.push(lineOf(source, node));
  });
  return lines;
}

const fromProcess = (node: ts.ImportSpecifier): boolean => {
  const from = node.parent.parent.parent.moduleSpecifier;
  return ts.isStringLiteral(from) && /^(node:)?process$/.test(from.text);
};
