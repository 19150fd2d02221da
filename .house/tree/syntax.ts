/** The syntax tree of each code file, parsed once and shared by every rule. */
import ts from 'typescript';
import { isCode, type Tree } from './files.ts';

export interface Parsed {
  readonly file: string;
  /** For a component: its scripts, with the markup blanked so that lines keep their numbers. */
  readonly source: ts.SourceFile;
}

export function parseTree(tree: Tree): Parsed[] {
  return tree.files.filter(isCode).map((file) => {
    const text = file.endsWith('.svelte') ? scriptsOf(tree.text(file)) : tree.text(file);
    return { file, source: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kindOf(file)) };
  });
}

const kindOf = (file: string): ts.ScriptKind => (/\.[cm]?js$/.test(file) ? ts.ScriptKind.JS : ts.ScriptKind.TS);

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

function scriptsOf(component: string): string {
  let out = '';
  let at = 0;
  for (const match of component.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)) {
    const body = match[1] ?? '';
    const start = match.index + match[0].indexOf('>') + 1;
    out += blank(component.slice(at, start)) + body;
    at = start + body.length;
  }
  return out + blank(component.slice(at));
}

/** Line of a node, from 1. */
export const lineOf = (source: ts.SourceFile, node: ts.Node): number =>
  source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;

export function visit(source: ts.SourceFile, see: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    see(node);
    ts.forEachChild(node, step);
  };
  step(source);
}
