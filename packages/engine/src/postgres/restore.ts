import { execFile } from 'node:child_process';
import { access, chown, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CountersignError } from '@countersign/contract';
import { extract } from 'tar';
import { type Account, chooseAccount } from './account.ts';
import type { Progress } from './backup.ts';
import { findBinaries, placeBinaries } from './binaries.ts';
import { explainFailure } from './explain-failure.ts';
import { prepareFolders, versionFolder } from './folders.ts';
import { holdFolder } from './hold-folder.ts';
import { serverEnvironment, syncFolder } from './init-database.ts';
import { readManifest } from './manifest.ts';

export interface RestoreOptions {
  file: string;
  /** Countersign's data folder, without a database in it. */
  dataDir: string;
  onProgress?: (progress: Progress) => void;
  env?: NodeJS.ProcessEnv;
}

/**
 * Puts a backup into an empty data folder; the next start makes it consistent. Throws `invalid_input` for a file that is cut
 * off or foreign, `already_exists` for a folder with a database, `database_version` when the backup needs another PostgreSQL.
 */
export async function restorePostgres(o: RestoreOptions): Promise<{ files: number; bytes: number; seconds: number; createdAt: string }> {
  const began = performance.now();
  const [file, dataDir] = [resolve(o.file), resolve(o.dataDir)];
  const manifest = await readManifest(file);
  const binaries = findBinaries(o.env ?? process.env);
  if (binaries.major !== manifest.postgresMajor) {
    throw new CountersignError(
      'database_version',
      `${file} is of PostgreSQL ${manifest.postgresMajor}, and this is PostgreSQL ${binaries.major}. Set PG_BIN_DIR to the programs of PostgreSQL ${manifest.postgresMajor}, or use the version of Countersign that wrote it.`,
    );
  }
  try {
    const account = chooseAccount();
    const folders = await prepareFolders(dataDir, account, () => undefined);
    const hold = await holdFolder(folders.root, dataDir);
    try {
      await refuseDatabase(folders.root, dataDir);
      const folder = await versionFolder(folders, binaries.major);
      const bin = await placeBinaries(binaries, folder, () => undefined);
      const progress = await unpack({ ...o, file, bin, account, data: join(folder, 'data') });
      return { ...progress, seconds: (performance.now() - began) / 1000, createdAt: manifest.createdAt };
    } finally {
      await hold.release();
    }
  } catch (error) {
    throw explainFailure(error, dataDir);
  }
}

async function refuseDatabase(root: string, dataDir: string): Promise<void> {
  for (const name of (await readdir(root)).filter((entry) => /^\d+$/.test(entry))) {
    if ((await readdir(join(root, name))).includes('data')) {
      throw new CountersignError(
        'already_exists',
        `${dataDir} already holds a database. Choose an empty folder with --data, or move that one away first.`,
      );
    }
  }
}

async function unpack({
  file,
  data,
  bin,
  account,
  onProgress,
}: {
  file: string;
  data: string;
  bin: string;
  account: Account | undefined;
  onProgress?: RestoreOptions['onProgress'];
}): Promise<Progress> {
  const draft = `${data}.new-${process.pid}`;
  const identity = account ? { uid: account.uid, gid: account.gid } : {};
  const progress = { files: 0, bytes: 0 };
  await mkdir(draft, { mode: 0o700 });
  if (account) await chown(draft, account.uid, account.gid);
  try {
    await extract({
      file,
      cwd: draft,
      strict: true,
      strip: 1,
      ...identity,
      filter: (path, entry) => path.startsWith('data/') && 'type' in entry && (entry.type === 'File' || entry.type === 'Directory'),
      onReadEntry: (entry) => {
        if (entry.type !== 'File') return;
        progress.files += 1;
        progress.bytes += entry.size;
        onProgress?.({ ...progress });
      },
    }).catch((error: NodeJS.ErrnoException) => Promise.reject(asDamaged(file, error)));
    await access(join(draft, 'backup_label')).catch((error) => Promise.reject(asDamaged(file, error)));
    await promisify(execFile)(join(bin, 'initdb'), ['--sync-only', '-D', draft], {
      ...identity,
      cwd: draft,
      env: serverEnvironment(),
      windowsHide: true,
    });
    await rename(draft, data);
    await syncFolder(dirname(data));
    return progress;
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 20 }).catch(() => undefined); // the next start clears it
  }
}

function asDamaged(file: string, cause: NodeJS.ErrnoException): Error {
  if (['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS'].includes(cause.code ?? '')) return cause;
  return new CountersignError(
    'invalid_input',
    `${file} is cut off or damaged (${cause.message}). Copy it again from where it was made, or take another backup. Nothing was restored.`,
    { cause },
  );
}
