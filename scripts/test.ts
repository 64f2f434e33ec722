/** Every check and every test, on a fresh machine too: it fetches Chromium when there is none. Ends with the counts. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureChromium } from '../e2e/src/chromium.ts';
import { direction, lint, openapi, root, runStep, runSteps, schema, types, unused } from './steps.ts';

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
}

const checks = [lint, direction, ...types, unused, schema, openapi];
const build = { name: 'console builds', args: ['scripts/build-console.ts', '--force'] };
const failedChecks = (await runSteps(checks)) + ((await runStep(build)) ? 0 : 1);
const checkCount = checks.length + 1;

const folder = mkdtempSync(path.join(tmpdir(), 'cs-report-'));
const report = path.join(folder, 'report.json');
process.env.CHROMIUM_PATH = ensureChromium();
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);

let passed = checkCount - failedChecks;
let failed = failedChecks;
let skipped = 0;
try {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  // A file that breaks before its first test counts as one failure.
  const broken = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  passed += numPassedTests;
  failed += numFailedTests + broken;
  skipped += numPendingTests + numTodoTests;
} catch {
  console.error('The test runner wrote no report.');
}
rmSync(folder, { recursive: true, force: true });
if (status !== 0 && failed === 0) failed = 1;
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);
