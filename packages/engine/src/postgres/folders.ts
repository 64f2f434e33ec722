import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, mkdtemp, realpath, rmdir, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { CountersignError } from '@countersign/contract';
import { type Account, admitAccount, findClosedFolder, isPrivateToRoot } from './account.ts';

export interface Folders {
  /** Everything of the embedded database. */
  root: string;
  log: string;
  password: string;
  account: Account | undefined;
}

const longestSocketPath = 103; // sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included
const short = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/**
 * Makes the folders of the database below `dataDir`, passable for `account` when this process is root. Below a home that
 * the account cannot enter, `dataDir/postgres` becomes a link to /var/lib/countersign/data-*, as long as that is the same
 * disk; a data folder on a disk of its own (a mounted volume) is never left that way.
 */
export async function prepareFolders(dataDir: string, account: Account | undefined, onNotice: (line: string) => void): Promise<Folders> {
  refuseSpecial(dataDir);
  const created = await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const home = await realpath(dataDir);
  if (account) await admitInto(home, created && (await realpath(created)), account);
  const linked = await lstat(join(home, 'postgres')).catch(() => undefined);
  const closed = account && !linked?.isSymbolicLink() ? findClosedFolder(home, account) : undefined;
  if (account && closed) await linkToVarLib(home, closed, account, onNotice);
  else await mkdir(join(home, 'postgres'), { recursive: true, mode: 0o700 });

  const root = await realpath(join(home, 'postgres'));
  if (account) await admitAccount(root, account);
  return { root, account, log: join(root, 'postgres.log'), password: join(root, 'password') };
}

/** initdb hands its own path to a shell, between double quotes. */
function refuseSpecial(dataDir: string): void {
  const [found] = (process.platform === 'win32' ? /["\n]/ : /["$`\\\n]/).exec(dataDir) ?? [];
  if (found)
    throw new CountersignError(
      'database_unavailable',
      `PostgreSQL cannot run from a folder with ${JSON.stringify(found)} in its path. Choose another folder with --data.`,
    );
}

async function admitInto(home: string, created: string | undefined, account: Account): Promise<void> {
  for (let folder = home; ; folder = dirname(folder)) {
    if (await isPrivateToRoot(folder)) await admitAccount(folder, account);
    if (!created || folder === created || folder === dirname(folder)) return;
  }
}

async function linkToVarLib(home: string, closed: string, account: Account, onNotice: (line: string) => void): Promise<void> {
  const onOtherDisk = (await stat(home)).dev !== (await stat('/var/lib')).dev;
  const holdsDatabase = await stat(join(home, 'postgres')).catch(() => undefined);
  if (onOtherDisk || holdsDatabase || findClosedFolder('/var/lib', account)) {
    throw new CountersignError(
      'database_unavailable',
      `PostgreSQL runs as "${account.name}" because Countersign was started as root, and that account may not pass ${closed}. ` +
        `Allow it (chmod o+x ${closed}), choose another folder with --data, such as /var/lib/countersign, or start Countersign as an ordinary user.`,
    );
  }
  await mkdir('/var/lib/countersign', { recursive: true, mode: 0o755 });
  const target = await mkdtemp('/var/lib/countersign/data-');
  await symlink(target, join(home, 'postgres')).catch(async (error: NodeJS.ErrnoException) => {
    await rmdir(target);
    if (error.code !== 'EEXIST') throw error; // another start was faster
  });
  onNotice(
    `PostgreSQL runs as "${account.name}" and may not pass ${closed}, so the database is below /var/lib/countersign: see ${join(home, 'postgres')}.`,
  );
}

/** The folder of one major version, which holds its data and its binaries. */
export async function versionFolder(folders: Folders, major: number): Promise<string> {
  const folder = join(folders.root, String(major));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (folders.account) await admitAccount(folder, folders.account);
  return folder;
}

/** A folder of mode 0700 whose path is short enough for a socket, in the temporary folder when the data's path is too long. */
export async function socketFolder(folders: Folders): Promise<string> {
  const near = join(folders.root, 'socket');
  const fits = Buffer.byteLength(join(near, '.s.PGSQL.5432')) <= longestSocketPath;
  const folder = fits ? near : join(resolve(tmpdir()), `cs-${short(folders.root)}`);
  const made = await mkdir(folder, { mode: 0o700 }).then(
    () => true,
    () => false,
  );
  const owner = folders.account?.uid ?? process.getuid?.();
  const found = await lstat(folder);
  if (made || (found.isDirectory() && found.uid === process.getuid?.())) {
    if (folders.account) await chown(folder, folders.account.uid, folders.account.gid);
    await chmod(folder, 0o700);
    return folder;
  }
  if (found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0) return folder;
  throw new CountersignError(
    'database_unavailable',
    `${folder} belongs to someone else, so the database's socket cannot stand there. Remove it, set TMPDIR to a folder of your own, or choose a shorter folder with --data.`,
  );
}
