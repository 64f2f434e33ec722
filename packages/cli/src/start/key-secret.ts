import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What keys of providers are encrypted with: COUNTERSIGN_SECRET, else a file in the data folder that only its owner may read, made at the
 * first start. It is not in the database, so that a copy of the database opens no key.
 */
export const keySecret = async (folder: string): Promise<string> => {
  if (process.env.COUNTERSIGN_SECRET) return process.env.COUNTERSIGN_SECRET;
  const file = join(folder, 'secret');
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error; // made at an earlier start
  });
  return (await readFile(file, 'utf8')).trim();
};
