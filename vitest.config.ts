import { defineConfig } from 'vitest/config';

const database = ['./packages/engine/src/testing/global-setup.ts'];
const project = (name: string, dir: string, options: object = {}) => ({
  extends: true as const,
  test: { name, include: [`${dir}/**/*.test.{ts,tsx}`], ...options },
});

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      project('contract', 'packages/contract/test'),
      project('checks', 'packages/checks/test'),
      project('trust', 'packages/trust/test'),
      project('lessons', 'packages/lessons/test'),
      project('engine', 'packages/engine/test', { globalSetup: database }),
      project('server', 'packages/server/test', { globalSetup: database }),
      project('sdk', 'packages/sdk/test'),
      project('cli', 'packages/cli/test'),
      project('console', 'packages/console/test'),
      // Whole installations, one after the other, when everything else is done: they measure themselves against no one.
      project('e2e', 'e2e/test', {
        testTimeout: 300_000,
        hookTimeout: 300_000,
        fileParallelism: false,
        sequence: { groupOrder: 1 },
        expect: { poll: { timeout: 15_000 } },
      }),
    ],
  },
});
