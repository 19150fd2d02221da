/** Every package has tests, every test runs, every test file expects something. */
import ts from 'typescript';
import { type Finding, finding } from '../tree/finding.ts';
import { lineOf, type Parsed, visit } from '../tree/syntax.ts';
import type { Rule } from './rule.ts';

const isTest = (file: string): boolean => /\.(test|spec)\.[cm]?[jt]s$/.test(file);
const ASLEEP = /^(describe|suite|it|test|bench)\b.*\.(skip|skipIf|runIf|only|todo|fails)$/;

export const testsThatTest: Rule = ({ tree, parsed, rooms }) => {
  const tests = parsed.filter(({ file }) => isTest(file));
  const untested = rooms
    .filter((room) => !tests.some(({ file }) => file.startsWith(`${room.dir}/`)))
    .map((room) => finding(room.dir, 0, `package ${room.name} has no test`, 'put a *.test.ts beside what it tests'));
  const silent = tests
    .filter(({ file }) => !/expect|assert|contract|check/i.test(tree.text(file)))
    .map(({ file }) => finding(file, 0, 'expects nothing', 'say what must hold, with expect(…)'));
  return [...untested, ...silent, ...tests.flatMap(asleep)];
};

function asleep({ file, source }: Parsed): Finding[] {
  const found: Finding[] = [];
  visit(source, (node) => {
    if (ts.isPropertyAccessExpression(node) && ASLEEP.test(node.getText(source))) {
      found.push(finding(file, lineOf(source, node), `${node.getText(source)} keeps a test from counting`, 'let it run, or delete it'));
    }
    if (ts.isCallExpression(node) && /^expect\(true\)\.toBe$/.test(node.expression.getText(source))) {
      found.push(finding(file, lineOf(source, node), 'expects that true is true', 'expect something of the code'));
    }
  });
  return found;
}
