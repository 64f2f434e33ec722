import type { TestProject } from 'vitest/node';
import { startTestServer } from './server.ts';

/** One PostgreSQL for all test files of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { connection, template, stop } = await startTestServer();
  project.provide('testServer', { connection, template });
  return stop;
}
