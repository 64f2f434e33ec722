import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { findBinaries } from '../../src/postgres/binaries.ts';
import { explainFailure } from '../../src/postgres/explain-failure.ts';
import { ask, emptyFolder, isRoot, later, start, until, usedFolder } from './fixtures.ts';

const olderBin = '/usr/lib/postgresql/15/bin';

function smallDisk(size: string): string | undefined {
  const folder = emptyFolder();
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', folder]).status !== 0) return undefined;
  later(() => execFileSync('umount', ['-l', folder]));
  return folder;
}

describe.skipIf(!isRoot)('a full disk', () => {
  it.each(['8m', '70m'])('is named on the first start, with %s, and leaves nothing half made', async (size) => {
    const disk = smallDisk(size);
    if (!disk) return console.warn('SKIPPED: no tmpfs may be mounted here');
    await expect(start(disk)).rejects.toMatchObject({
      code: 'storage_full',
      message: expect.stringMatching(new RegExp(`The disk of ${disk}.* is full`)),
    });
    expect(existsSync(join(disk, 'postgres/18/data'))).toBe(false);
    execFileSync('mount', ['-o', 'remount,size=300m', disk]);
    const { url } = await start(disk);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(readdirSync(join(disk, 'postgres/18')).filter((name) => name.includes('.new'))).toEqual([]);
  });

  it('refuses what does not fit, and when it ends the running server, it is named and nothing acknowledged is lost', async () => {
    const disk = smallDisk('230m');
    if (!disk) return console.warn('SKIPPED: no tmpfs may be mounted here');
    const reasons: { code: string }[] = [];
    const { url } = await start(disk, { onExit: (reason) => reasons.push(reason) });
    await ask(url, 'create table written as select generate_series(1, 20000) as id');
    await expect(
      ask(url, "select count(pg_logical_emit_message(false, 'fill', repeat(md5(random()::text), 30000))) from generate_series(1, 300)"),
    ).rejects.toThrow();
    await until(() => reasons.length > 0);
    expect(reasons).toMatchObject([{ code: 'storage_full' }]);
    execFileSync('mount', ['-o', 'remount,size=600m', disk]);
    const again = await start(disk);
    expect(await ask(again.url, 'select count(*)::int as rows from written')).toEqual([{ rows: 20000 }]);
  });
});

describe('data of another PostgreSQL', () => {
  it('is refused, by its version', async () => {
    const dataDir = emptyFolder();
    mkdirSync(join(dataDir, 'postgres/17/data'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres/17/data/PG_VERSION'), '17\n');
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'database_version',
      message: expect.stringMatching(/PostgreSQL 17, and this is PostgreSQL 18.*PG_BIN_DIR/),
    });
  });

  it.skipIf(!existsSync(olderBin))('is refused to other programs from PG_BIN_DIR', async () => {
    const dataDir = await usedFolder();
    await expect(start(dataDir, { env: { PG_BIN_DIR: olderBin } })).rejects.toMatchObject({
      code: 'database_version',
      message: expect.stringMatching(/PostgreSQL 18, and this is PostgreSQL 15/),
    });
  });
});

describe('PG_BIN_DIR', () => {
  it.skipIf(!existsSync(olderBin))('brings the programs of the system', async () => {
    const { url } = await start(join(emptyFolder(), 'data'), { env: { PG_BIN_DIR: olderBin } });
    expect(await ask(url, "select current_setting('server_version_num')::int / 10000 as major")).toEqual([{ major: 15 }]);
  });

  it('is named when nothing runs from there', async () => {
    await expect(start(emptyFolder(), { env: { PG_BIN_DIR: '/nowhere' } })).rejects.toMatchObject({
      code: 'database_unsupported',
      message: expect.stringContaining('PG_BIN_DIR is /nowhere'),
    });
  });
});

describe('a system without built-in programs', () => {
  const unsupported = (words: RegExp) => expect.objectContaining({ code: 'database_unsupported', message: expect.stringMatching(words) });
  const failure = () => {
    try {
      return findBinaries({});
    } catch (error) {
      return error;
    }
  };

  it.skipIf(process.platform !== 'linux')('is told so on Alpine, with the two ways out', () => {
    const report = vi.spyOn(process.report, 'getReport').mockReturnValue({ header: {} } as never);
    later(() => report.mockRestore());
    expect(failure()).toEqual(unsupported(/glibc.*DATABASE_URL.*PG_BIN_DIR/));
  });

  it('is told so on another processor', () => {
    const arch = Object.getOwnPropertyDescriptor(process, 'arch') ?? {};
    later(() => Object.defineProperty(process, 'arch', arch));
    Object.defineProperty(process, 'arch', { ...arch, value: 'riscv64' });
    expect(failure()).toEqual(unsupported(/riscv64.*DATABASE_URL/));
  });

  it('is told so when the programs lack a library', () => {
    const said = 'postgres: error while loading shared libraries: libicui18n.so.60: cannot open shared object file';
    expect(explainFailure(new Error('PostgreSQL ended (exit code 127)'), '/data', said)).toMatchObject({ code: 'database_unsupported' });
  });
});
