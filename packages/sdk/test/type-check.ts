import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const packageFolder = fileURLToPath(new URL('..', import.meta.url));

const tsc = join(dirname(fileURLToPath(import.meta.resolve('typescript/package.json'))), 'bin/tsc');

/** What the type checker says of a project below the package; empty when all is well. */
export const typeCheck = (project: string): string => {
  try {
    return execFileSync(process.execPath, [tsc, '-p', project], { cwd: packageFolder, encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout?: string }).stdout || String(error);
  }
};
