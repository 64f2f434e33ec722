import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { backupPostgres, restorePostgres } from '../../src/postgres/index.ts';
import { ask, emptyFolder, start, startOutside, usedFolder } from './fixtures.ts';

const countIn = async (url: string) => (await ask<{ rows: number }>(url, 'select count(*)::int as rows from kept'))[0]?.rows;

async function smallBackup(): Promise<string> {
  const { connection, url, stop } = await start(await usedFolder());
  await ask(url, 'create table kept as select generate_series(1, 500) as id');
  const file = join(emptyFolder(), 'small.tar.gz');
  await backupPostgres({ connection, file });
  await stop();
  return file;
}

describe('a backup', () => {
  it('taken while rows are written and the log turns over holds every row acknowledged before it ended', async () => {
    const { connection, url, stop } = await start(await usedFolder(), {
      settings: { max_wal_size: '32MB', min_wal_size: '32MB', checkpoint_timeout: '30s' },
    });
    await ask(
      url,
      'create table kept (id bigint generated always as identity primary key, filler text); insert into kept (filler) select repeat(md5(i::text), 30) from generate_series(1, 60000) i',
    );
    let [acknowledged, goesOn] = [0, true];
    const write = async () => {
      const client = new pg.Client(connection);
      await client.connect();
      while (goesOn)
        acknowledged = Number(
          (
            await client.query(
              'with fresh as (insert into kept (filler) select repeat(md5(random()::text), 100) from generate_series(1, 200) returning id) select max(id) as id from fresh',
            )
          ).rows[0].id,
        );
      await client.end();
    };
    const writing = write();
    const file = join(emptyFolder(), 'backup.tar.gz');
    const seen: number[] = [];
    let beforeTheEnd = 0;
    const done = await backupPostgres({
      connection,
      file,
      onProgress: ({ bytes }) => {
        seen.push(bytes);
        if (seen.length < 900) beforeTheEnd = acknowledged;
      },
    }).finally(() => (goesOn = false));
    await writing;
    expect(await ask(url, 'select count(*)::int as slots from pg_replication_slots')).toEqual([{ slots: 0 }]);
    await stop();
    expect(done).toMatchObject({ bytes: statSync(file).size, files: seen.length });
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const dataDir = join(emptyFolder(), 'restored');
    const restored = await restorePostgres({ file, dataDir });
    const again = await start(dataDir);
    const [row] = await ask<{ rows: number; last: number }>(again.url, 'select count(*)::int as rows, max(id)::int as last from kept');
    expect(row?.rows).toBe(row?.last);
    expect(beforeTheEnd).toBeGreaterThan(60_000);
    expect(row?.last).toBeGreaterThanOrEqual(beforeTheEnd);
    expect(restored.files).toBeGreaterThan(900);
  });

  it('of a folder is taken whether Countersign runs on it or not', async () => {
    const dataDir = await usedFolder();
    const outside = await startOutside(dataDir);
    await ask(outside.url ?? '', 'create table kept as select generate_series(1, 70) as id');
    const [running, stopped] = [join(emptyFolder(), 'running.tar.gz'), join(emptyFolder(), 'stopped.tar.gz')];
    await backupPostgres({ dataDir, file: running });
    outside.child.stdin.end();
    await new Promise((resolve) => outside.child.once('exit', resolve));
    await backupPostgres({ dataDir, file: stopped });
    for (const file of [running, stopped]) {
      const copy = emptyFolder();
      await restorePostgres({ file, dataDir: copy });
      expect(await countIn((await start(copy)).url)).toBe(70);
    }
  });

  it('opens with an ordinary tar, and begins with what it is', async () => {
    const file = await smallBackup();
    const listed = spawnSync('tar', ['-tzf', file], { encoding: 'utf8' });
    expect(listed.status).toBe(0);
    expect(listed.stdout).toMatch(/^manifest\.json\n/);
    expect(listed.stdout).not.toMatch(/postmaster\.pid/);
    const manifest = JSON.parse(spawnSync('tar', ['-xzOf', file, 'manifest.json'], { encoding: 'utf8' }).stdout);
    expect(manifest).toMatchObject({ format: 1, postgresMajor: 18, createdAt: expect.stringMatching(/Z$/) });
  });

  it('that fails leaves neither a file nor a part of one', async () => {
    const { connection } = await start(await usedFolder());
    const folder = emptyFolder();
    await expect(backupPostgres({ connection, file: join(folder, 'missing', 'x.tar.gz') })).rejects.toMatchObject({
      code: 'database_unavailable',
    });
    await expect(backupPostgres({ connection: { ...connection, database: 'other' }, file: join(folder, 'x.tar.gz') })).rejects.toThrow(
      /other/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a folder without a database is refused', async () => {
    await expect(backupPostgres({ dataDir: emptyFolder(), file: '/nowhere/x' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('restoring', () => {
  it('refuses a folder that holds a database', async () => {
    const file = await smallBackup();
    const dataDir = await usedFolder();
    await expect(restorePostgres({ file, dataDir })).rejects.toMatchObject({ code: 'already_exists' });
    const { dataDir: live } = { dataDir: await usedFolder() };
    await start(live);
    await expect(restorePostgres({ file, dataDir: live })).rejects.toMatchObject({ code: 'database_in_use' });
  });

  it('refuses a file that is cut off, damaged, foreign or missing, and leaves the folder empty', async () => {
    const file = await smallBackup();
    const whole = readFileSync(file);
    const folder = emptyFolder();
    const plain = gunzipSync(whole);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, whole.length >> 1, (whole.length >> 1) + 64);
    const bad: Record<string, [Buffer | string, RegExp]> = {
      'cut off': [whole.subarray(0, whole.length - 100_000), /cut off or damaged/],
      'cut off at the very end': [whole.subarray(0, whole.length - 4), /cut off or damaged/],
      'cut off inside, compressed well': [gzipSync(plain.subarray(0, plain.length - 20 * 2 ** 20), { level: 1 }), /cut off or damaged/],
      damaged: [damaged, /cut off or damaged/],
      'cut off at the start': [whole.subarray(0, 20), /not a backup/],
      text: ['hello', /not a backup/],
      empty: ['', /not a backup/],
      'other archive': [gzipSync(Buffer.alloc(10240)), /not a backup/],
    };
    for (const [name, [content, words]] of Object.entries(bad)) {
      writeFileSync(join(folder, name), content);
      const dataDir = join(folder, `data of ${name}`);
      await expect(restorePostgres({ file: join(folder, name), dataDir }), name).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(words),
      });
      expect(existsSync(join(dataDir, 'postgres/18/data')), name).toBe(false);
    }
    await expect(restorePostgres({ file: join(folder, 'absent'), dataDir: folder })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuses a backup of another PostgreSQL and of a later format', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'data'));
    const pack = (manifest: object) => {
      writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
      spawnSync('tar', ['-czf', 'x.tar.gz', 'manifest.json', 'data'], { cwd: folder });
      return join(folder, 'x.tar.gz');
    };
    await expect(restorePostgres({ file: pack({ format: 1, postgresMajor: 17 }), dataDir: folder })).rejects.toMatchObject({
      code: 'database_version',
    });
    await expect(restorePostgres({ file: pack({ format: 2, postgresMajor: 18 }), dataDir: folder })).rejects.toThrow(/newer version/);
  });
});
