/** What the tests of a package came to, from the report that vitest leaves in `dist/test.json`. */
import { existsSync, readFileSync } from 'node:fs';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Everything that is not a passed test, in words. */
  readonly faults: readonly string[];
}

interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** A skipped test counts as failed, and so does a file whose tests could not even be collected. */
export function countTests(report: Report): Counts {
  let passed = 0;
  const faults: string[] = [];
  for (const file of report.testResults) {
    for (const { fullName, status } of file.assertionResults) {
      if (status === 'passed') passed++;
      else if (status === 'failed') faults.push(`failed: ${fullName}`);
      else faults.push(`did not run (${status}): ${fullName}; let it run, or delete it`);
    }
    if (file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed')) {
      faults.push(`failed: ${file.name}: ${file.message.split('\n')[0] ?? ''}`);
    }
  }
  if (!report.success && faults.length === 0) faults.push('failed outside of any test: see the errors above');
  return { passed, failed: faults.length, faults };
}

/** Undefined when no report was left. */
export function readCounts(file: string): Counts | undefined {
  // the shape of vitest's json reporter
  return existsSync(file) ? countTests(JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
}

/** A task that failed never counts as clean, whatever its report says. */
export function judge(name: string, ran: { readonly ok: boolean } | undefined, report: Counts | undefined): Counts {
  const fault = (text: string): Counts => ({
    passed: report?.passed ?? 0,
    failed: (report?.failed ?? 0) + 1,
    faults: [...(report?.faults ?? []), text],
  });
  if (!ran) return fault(`package ${name} was not tested: what it needs did not build, or it has no test script`);
  if (!report) return fault(`package ${name} left no report of its tests`);
  if (report.passed + report.failed === 0) return fault(`package ${name} has no test: put a *.test.ts beside what it tests`);
  return ran.ok || report.failed > 0 ? report : fault(`package ${name}: its test script failed although no test did`);
}
