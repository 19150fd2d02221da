import { expect, it } from 'vitest';
import { countTests, judge } from './counts.ts';

const file = (...statuses: string[]) => ({
  name: 'x.test.ts',
  status: statuses.includes('failed') ? 'failed' : 'passed',
  message: '',
  assertionResults: statuses.map((status, i) => ({ fullName: `test ${i}`, status })),
});

it('counts tests that ran, and a skipped one as failed', () => {
  const { passed, failed, faults } = countTests({
    success: false,
    testResults: [file('passed', 'failed'), file('passed', 'pending', 'todo')],
  });
  expect({ passed, failed }).toEqual({ passed: 2, failed: 3 });
  expect(faults).toContain('did not run (pending): test 1; let it run, or delete it');
});

it('a file that cannot be loaded is a failure', () => {
  const broken = { name: 'y.test.ts', status: 'failed', message: 'no such module\nat …', assertionResults: [] };
  expect(countTests({ success: false, testResults: [file('passed'), broken] }).faults).toEqual(['failed: y.test.ts: no such module']);
});

it('an error outside of any test is a failure', () => {
  expect(countTests({ success: false, testResults: [file('passed')] }).failed).toBe(1);
});

it.each([
  ['a package that was not run', undefined, undefined],
  ['a run without a report', { ok: true }, undefined],
  ['a report without tests', { ok: true }, { passed: 0, failed: 0, faults: [] }],
  ['a failed run with a clean report', { ok: false }, { passed: 3, failed: 0, faults: [] }],
])('%s never counts as clean', (_what, ran, report) => {
  expect(judge('domain', ran, report).failed).toBe(1);
});

it('a clean run is taken as it is', () => {
  expect(judge('domain', { ok: true }, { passed: 3, failed: 0, faults: [] })).toEqual({ passed: 3, failed: 0, faults: [] });
});
