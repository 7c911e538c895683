import { existsSync, readFileSync } from 'node:fs';

/**
 * How many tests passed, failed and were skipped, from Vitest's JSON report. A file that could not be loaded counts as
 * one failure, and so does a run that failed without naming a test (a stray error, no report at all).
 * @param {string} file @param {boolean} ok Whether Vitest ended well.
 */
export function readCounts(file, ok) {
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { testResults: [] };
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of report.testResults) {
    for (const test of assertionResults) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') counts.failed += 1;
      else counts.skipped += 1;
    }
    const named = assertionResults.some((/** @type {{ status: string }} */ test) => test.status === 'failed');
    if (status === 'failed' && !named) counts.failed += 1;
  }
  if (!ok && counts.failed === 0) counts.failed = 1;
  return counts;
}
