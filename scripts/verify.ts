/** The quick check before a commit: types, format, lint, direction, and the tests that need neither database nor browser. */
import { direction, lint, runStep, runSteps, types } from './steps.ts';

const units = ['contract', 'sdk', 'console'].flatMap((name) => ['--project', name]);
let failed = await runSteps([lint, direction, ...types]);
if (!(await runStep({ name: 'unit tests', args: ['node_modules/vitest/vitest.mjs', 'run', '--passWithNoTests', ...units] }))) failed += 1;
if (failed > 0) process.exit(1);
