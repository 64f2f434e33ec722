import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, chown, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { CountersignError } from '@countersign/contract';

/** The account that PostgreSQL runs as when this process is root, because PostgreSQL refuses to run as root. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** The name of this process's own account. Throws `database_unsupported` where the system has no entry for it. */
export function ownAccountName(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw new CountersignError(
      'database_unsupported',
      `This system has no account entry for user id ${process.getuid?.()}, which PostgreSQL needs. ` +
        'Add one to /etc/passwd, run as another user, or set DATABASE_URL to a PostgreSQL server of your own.',
      { cause },
    );
  }
}

/** An existing unprivileged account when this process is root, otherwise nothing: nobody is created. */
export function chooseAccount(): Account | undefined {
  if (!isRoot()) return undefined;
  const account = findAccount('postgres') ?? findAccount('nobody');
  if (account) return account;
  throw new CountersignError(
    'database_unsupported',
    'PostgreSQL refuses to run as root, and this system has neither an account "postgres" nor "nobody". ' +
      'Start Countersign as an ordinary user, or set DATABASE_URL to a PostgreSQL server of your own.',
  );
}

function findAccount(name: string): Account | undefined {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    const account = { name, uid: id('-u'), gid: id('-g') };
    return account.uid > 0 ? account : undefined;
  } catch {
    return undefined; // no such account
  }
}

/** Lets the account pass through a folder of ours, without letting it or anyone else list the folder. */
export async function admitAccount(folder: string, account: Account): Promise<void> {
  await chown(folder, 0, account.gid);
  await chmod(folder, 0o710);
}

/** The outermost folder on the way to `folder` that the account may not pass, asked of the system itself. */
export function findClosedFolder(folder: string, account: Account): string | undefined {
  const entered = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    uid: account.uid,
    gid: account.gid,
    stdio: 'ignore',
    cwd: '/',
  });
  if (entered.status === 0) return undefined;
  const parent = dirname(folder);
  return (parent === folder ? undefined : findClosedFolder(parent, account)) ?? folder;
}

/** True for a folder of root's that nobody else has been given anything in. */
export async function isPrivateToRoot(folder: string): Promise<boolean> {
  const found = await stat(folder);
  return found.uid === 0 && (found.mode & 0o077) === 0;
}
