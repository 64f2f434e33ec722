import type { TestProject } from 'vitest/node';
import type { Connection } from '../database/open.ts';
import { startTestServer } from './server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: { connection: Connection; template: string };
  }
}

/** One PostgreSQL for all test files of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { connection, template, stop } = await startTestServer();
  project.provide('testServer', { connection, template });
  return stop;
}
