import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CountersignError } from '@countersign/contract';
import { chooseAccount } from './account.ts';
import type { Connection } from './connection.ts';
import { socketFolder } from './folders.ts';
import { findHolder } from './hold-folder.ts';
import { databaseUser } from './init-database.ts';
import { readPostmasterFile } from './postmaster-file.ts';

/** The way to the server that another Countersign runs on this folder, if one does. Throws `not_found` without a database. */
export async function findRunning(dataDir: string): Promise<Connection | undefined> {
  const root = await realpath(join(resolve(dataDir), 'postgres')).catch(() => undefined);
  const majors = root ? (await readdir(root)).filter((name) => /^\d+$/.test(name)) : [];
  if (!root || majors.length === 0)
    throw new CountersignError('not_found', `There is no database in ${resolve(dataDir)}. Name Countersign's data folder with --data.`);
  if (!(await findHolder(root))) return undefined;
  const found = (await Promise.all(majors.map((major) => readPostmasterFile(join(root, major, 'data'))))).find((file) => file?.isReady);
  if (!found) return undefined;
  const common = { port: found.port, user: databaseUser, database: 'countersign' };
  const password = join(root, 'password');
  if (process.platform === 'win32') return { ...common, host: '127.0.0.1', password: (await readFile(password, 'utf8')).trim() };
  return { ...common, host: await socketFolder({ root, log: '', password, account: chooseAccount() }) };
}
