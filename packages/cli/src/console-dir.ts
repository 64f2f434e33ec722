import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the built console lies; null when it has not been built. */
export const findConsoleDir = (): string | null => {
  const folder = join(dirname(fileURLToPath(import.meta.resolve('@countersign/console/package.json'))), 'dist');
  return existsSync(join(folder, 'index.html')) ? folder : null;
};
