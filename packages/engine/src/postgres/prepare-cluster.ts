import pg from 'pg';
import { type Binaries, clearLeftovers, placeBinaries } from './binaries.ts';
import type { Connection } from './connection.ts';
import { type Folders, versionFolder } from './folders.ts';
import { findData, initDatabase, writeAccessRules } from './init-database.ts';
import { keepPassword } from './windows.ts';

export interface Cluster {
  bin: string;
  data: string;
  /** Of the programs and the data. */
  major: number;
}

/** Programs, data folder and access rules, made where they are missing. */
export async function prepareCluster({
  binaries,
  folders,
  onNotice,
}: {
  binaries: Binaries;
  folders: Folders;
  onNotice: (line: string) => void;
}): Promise<Cluster> {
  const { data, exists } = await findData(folders.root, binaries.major);
  const folder = await versionFolder(folders, binaries.major);
  await clearLeftovers(folder, binaries);
  const bin = await placeBinaries(binaries, folder, onNotice);
  if (!exists) {
    onNotice(`Making the database in ${folder}.`);
    const password =
      process.platform === 'win32' ? await keepPassword(folders.password).then(() => ({ passwordFile: folders.password })) : {};
    await initDatabase({ bin, data, major: binaries.major, account: folders.account, ...password });
  }
  await writeAccessRules(data, folders.account);
  return { bin, data, major: binaries.major };
}

/** Makes the database `countersign` on the first start. */
export async function openDatabase(connection: Connection): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [connection.database]);
    if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(connection.database)}`);
  } finally {
    await client.end();
  }
}
