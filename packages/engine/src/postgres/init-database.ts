import { execFile } from 'node:child_process';
import { chown, mkdir, open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CountersignError } from '@countersign/contract';
import { type Account, ownAccountName } from './account.ts';
import { explainFailure } from './explain-failure.ts';

export const databaseUser = 'countersign';

/** The data folder for this major version. Throws `database_version` when the data is of another one. */
export async function findData(root: string, major: number): Promise<{ data: string; exists: boolean }> {
  const data = join(root, String(major), 'data');
  const found = await majorOf(data);
  const others = found ? [] : (await readdir(root)).filter((name) => /^\d+$/.test(name) && name !== String(major));
  for (const other of found ? [data] : others.map((name) => join(root, name, 'data'))) {
    const version = await majorOf(other);
    if (version && version !== major) {
      throw new CountersignError(
        'database_version',
        `The data in ${other} is of PostgreSQL ${version}, and this is PostgreSQL ${major}. Set PG_BIN_DIR to the programs of ` +
          `PostgreSQL ${version}, or use the version of Countersign that wrote the data, or start afresh in another folder with --data.`,
        { context: { found: version, expected: major } },
      );
    }
  }
  return { data, exists: found !== undefined };
}

async function majorOf(data: string): Promise<number | undefined> {
  const text = await readFile(join(data, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return Number.parseInt(text, 10) || undefined;
}

/** Makes the data folder, elsewhere first, so that a kill in the middle leaves none. */
export async function initDatabase(o: {
  bin: string;
  data: string;
  major: number;
  account: Account | undefined;
  passwordFile?: string;
}): Promise<void> {
  const draft = `${o.data}.new-${process.pid}`;
  await mkdir(draft, { mode: 0o700 });
  if (o.account) await chown(draft, o.account.uid, o.account.gid);
  const locale = o.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C'];
  const auth = o.passwordFile ? ['--auth=scram-sha-256', `--pwfile=${o.passwordFile}`] : ['--auth-local=peer', '--auth-host=reject'];
  const identity = o.account ? { uid: o.account.uid, gid: o.account.gid } : {};
  try {
    await promisify(execFile)(join(o.bin, 'initdb'), ['-D', draft, '-U', databaseUser, '-E', 'UTF8', '-k', ...auth, ...locale], {
      ...identity,
      cwd: draft,
      env: serverEnvironment(),
      windowsHide: true,
    });
  } catch (error) {
    const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string };
    throw explainFailure(error, o.data, `${stdout}\n${stderr}`);
  }
  await rename(draft, o.data);
  await syncFolder(join(o.data, '..'));
}

/** PostgreSQL gets nothing of this process's environment but what it needs to run. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TMPDIR, TEMP } = process.env;
  return Object.fromEntries(Object.entries({ PATH, SystemRoot, TMPDIR, TEMP, LC_ALL: 'C' }).filter(([, value]) => value !== undefined));
}

/** On the socket this process's account and the server's own are the database user; nobody else is anybody. */
export async function writeAccessRules(data: string, account: Account | undefined): Promise<void> {
  const rules =
    process.platform === 'win32'
      ? [`host all ${databaseUser} 127.0.0.1/32 scram-sha-256`]
      : [`local all ${databaseUser} peer map=countersign`, 'local all all reject'];
  const names = process.platform === 'win32' ? [] : new Set([ownAccountName(), ...(account ? [account.name] : [])]);
  await writeOwned(join(data, 'pg_hba.conf'), [...rules, 'host all all all reject'], account);
  await writeOwned(
    join(data, 'pg_ident.conf'),
    [...names].map((name) => `countersign "${name}" ${databaseUser}`),
    account,
  );
}

async function writeOwned(file: string, lines: string[], account: Account | undefined): Promise<void> {
  await writeFile(`${file}.new`, `# Written by Countersign at each start.\n${lines.join('\n')}\n`, { mode: 0o600 });
  if (account) await chown(`${file}.new`, account.uid, account.gid);
  await rename(`${file}.new`, file);
}

export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
