/** Every import of a file: plain, type-only, dynamic, re-exported, `import('x').T`, workers and mocks. */
import ts from 'typescript';
import { lineOf, type Parsed, visit } from '../tree/syntax.ts';

export interface Edge {
  readonly file: string;
  readonly line: number;
  /** As written: `./gate.ts`, `@portvakt/domain`, `node:fs`. */
  readonly target: string;
  readonly typeOnly: boolean;
}

export function edgesOf({ file, source }: Parsed): Edge[] {
  const edges: Edge[] = [];
  const add = (node: ts.Node, target: ts.Node | undefined, typeOnly: boolean): void => {
    if (target && ts.isStringLiteralLike(target)) edges.push({ file, line: lineOf(source, node), target: target.text, typeOnly });
  };
  visit(source, (node) => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, onlyTypes(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node)) add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
      add(node, node.moduleReference.expression, node.isTypeOnly);
    else if (ts.isCallExpression(node) && loads(node)) add(node, node.arguments[0], false);
    else if (ts.isNewExpression(node)) add(node, besideThisFile(node), false);
  });
  return edges;
}

function onlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.length > 0 && named.elements.every((e) => e.isTypeOnly);
}

/** `import('x')`, `require('x')`, `import.meta.resolve('x')`, `vi.mock('x')`. */
function loads(call: ts.CallExpression): boolean {
  if (call.expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  return /^(require(\.resolve)?|import\.meta\.resolve|vi\.(mock|doMock|importActual|importMock))$/.test(call.expression.getText());
}

/** `new URL('./worker.ts', import.meta.url)` names a module too; a folder or a data file does not. */
function besideThisFile(made: ts.NewExpression): ts.Node | undefined {
  const [target, base] = made.arguments ?? [];
  if (made.expression.getText() !== 'URL' || base?.getText() !== 'import.meta.url' || !target || !ts.isStringLiteralLike(target))
    return undefined;
  return /^\.{1,2}\/.*\.(ts|js|mjs|svelte)$/.test(target.text) ? target : undefined;
}
