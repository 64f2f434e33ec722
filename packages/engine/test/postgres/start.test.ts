import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ask, emptyFolder, groupOf, idOf, isRoot, later, start, startOutside, usedFolder } from './fixtures.ts';

const connectTo =
  "require('net').connect(process.argv[1]).on('connect', () => { console.log('connected'); process.exit() }).on('error', (e) => console.log(e.code))";
const tryAs = (name: string, host: string) =>
  spawnSync(process.execPath, ['-e', connectTo, join(host, '.s.PGSQL.5432')], {
    uid: idOf(name),
    gid: groupOf(name),
    cwd: '/',
    encoding: 'utf8',
  }).stdout.trim();

describe('the first start', () => {
  it('makes the folder, the database and everything else, and the next start finds what was written', async () => {
    const dataDir = join(emptyFolder(), 'new', 'data');
    const first = await start(dataDir);
    expect(await ask(first.connection, 'select current_user::text as who, current_database()::text as what')).toEqual([
      { who: 'countersign', what: 'countersign' },
    ]);
    await ask(first.url, "create table kept as select 'yes' as answer");
    await Promise.all([first.stop(), first.stop()]);
    const second = await start(dataDir);
    expect(second.adopted).toBe(false);
    expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 'yes' }]);
  });

  it('orders text by code point, checks its pages and keeps UTC', async () => {
    const { url } = await start(join(emptyFolder(), 'data'));
    const [row] = await ask(
      url,
      "select datlocprovider, datlocale, pg_encoding_to_char(encoding) as encoding, current_setting('data_checksums') as checksums, current_setting('timezone') as timezone, lower('ÄÖ') as lower from pg_database where datname = current_database()",
    );
    expect(row).toEqual({ datlocprovider: 'b', datlocale: 'C.UTF-8', encoding: 'UTF8', checksums: 'on', timezone: 'UTC', lower: 'äö' });
  });

  it('clears what a start that was killed half way left behind', async () => {
    const dataDir = join(emptyFolder(), 'data');
    mkdirSync(join(dataDir, 'postgres/18/data.new-1'), { recursive: true });
    mkdirSync(join(dataDir, 'postgres/18/native-17.0.0'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres/18/data.new-1/PG_VERSION'), '18');
    await start(dataDir);
    expect(readdirSync(join(dataDir, 'postgres/18')).filter((name) => !name.startsWith('native-18'))).toEqual(['data']);
  });
});

describe('the settings', () => {
  it('are ours, the caller may add to them, and nothing opens a network port', async () => {
    const { url } = await start(await usedFolder(), { settings: { work_mem: '7MB', shared_buffers: '32MB', listen_addresses: '*' } });
    const rows = await ask<{ name: string; value: string }>(
      url,
      "select name, current_setting(name) as value from pg_settings where name in ('work_mem', 'shared_buffers', 'listen_addresses', 'jit', 'fsync', 'synchronous_commit')",
    );
    expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).toEqual({
      work_mem: '7MB',
      shared_buffers: '32MB',
      listen_addresses: '',
      jit: 'off',
      fsync: 'on',
      synchronous_commit: 'on',
    });
  });

  it('keep the log small', async () => {
    const dataDir = await usedFolder();
    writeFileSync(join(dataDir, 'postgres/postgres.log'), 'x'.repeat(6e6));
    await start(dataDir);
    expect(statSync(join(dataDir, 'postgres/postgres.log')).size).toBeLessThan(10_000);
    expect(statSync(join(dataDir, 'postgres/postgres.log.1')).size).toBe(6e6);
  });
});

describe('the socket', () => {
  it.skipIf(!isRoot)('is closed to every other account, and the data too', async () => {
    const dataDir = await usedFolder();
    const { connection } = await start(dataDir);
    expect(tryAs('postgres', connection.host)).toBe('connected');
    expect(tryAs('nobody', connection.host)).toBe('EACCES');
    expect(statSync(connection.host).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'postgres/18/data')).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o007).toBe(0);
  });

  it('takes no other database user, even from an account that may connect', async () => {
    const { connection } = await start(await usedFolder());
    await ask(connection, 'create role intruder login superuser');
    await expect(ask({ ...connection, user: 'intruder' }, 'select 1')).rejects.toThrow(/reject/);
  });

  it.skipIf(!isRoot)('refuses an account that reaches it but is not in the map', async () => {
    const { connection, pid } = await start(await usedFolder());
    execFileSync('chmod', ['-R', '0777', connection.host]);
    for (const folder of [join(connection.host, '..'), join(connection.host, '../..'), join(connection.host, '../../..')])
      execFileSync('chmod', ['a+x', folder]);
    const script = `const pg = require(${JSON.stringify(join(import.meta.dirname, '../../../../node_modules/pg'))}); const c = new pg.Client(JSON.parse(process.argv[1])); c.on('error', () => {}); c.connect().then(() => console.log('in'), (e) => console.log(e.message)).finally(() => process.exit())`;
    const asNobody = spawnSync(process.execPath, ['-e', script, JSON.stringify(connection)], {
      uid: idOf('nobody'),
      gid: idOf('nobody'),
      cwd: '/',
      encoding: 'utf8',
    });
    expect(asNobody.stdout).toMatch(/Peer authentication failed/);
    expect(pid).toBeGreaterThan(0);
  });

  it('stands in the temporary folder when the path of the data is too long for a socket', async () => {
    const dataDir = join(emptyFolder(), 'a'.repeat(60), 'b'.repeat(60));
    const { connection, url } = await start(dataDir);
    later(() => execFileSync('rm', ['-rf', connection.host]));
    expect(connection.host).toMatch(/\/cs-[0-9a-f]{12}$/);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('bears spaces, commas, apostrophes and accents in the path', async () => {
    const { url } = await start(join(emptyFolder(), `it's my, data é %41`));
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

it('refuses a path that initdb would give to the shell', async () => {
  await expect(start(join(emptyFolder(), 'a $(b)'))).rejects.toMatchObject({
    code: 'database_unavailable',
    message: expect.stringContaining('--data'),
  });
});

describe.skipIf(!isRoot)('as root', () => {
  it('runs the server as an ordinary account with none of root’s groups', async () => {
    const { pid } = await start(await usedFolder());
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    expect(status).toMatch(new RegExp(`Uid:\\s+${idOf('postgres')}\\s`));
    expect(status).toMatch(/Groups:\s*\n/);
  });

  it('puts the database into /var/lib/countersign when the account cannot pass the way to the folder', async () => {
    const closed = emptyFolder();
    chmodSync(closed, 0o700);
    const dataDir = join(closed, 'data');
    const notices: string[] = [];
    const { url, stop } = await start(dataDir, { onNotice: (line) => notices.push(line) });
    const place = execFileSync('readlink', [join(dataDir, 'postgres')], { encoding: 'utf8' }).trim();
    later(() => execFileSync('rm', ['-rf', place]));
    later(() => spawnSync('rmdir', ['/var/lib/countersign']));
    later(stop);
    expect(place).toMatch(/^\/var\/lib\/countersign\/data-\w+$/);
    expect(notices.join()).toContain(join(dataDir, 'postgres'));
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(statSync(closed).mode & 0o777).toBe(0o700);
  });
});

describe.skipIf(!isRoot)('as an ordinary user', () => {
  it('runs as that user, in folders that only they can enter', async () => {
    const home = emptyFolder();
    const uid = idOf('nobody');
    execFileSync('chown', ['nobody', home]);
    const { connection, pid } = await startOutside(join(home, 'data'), { uid });
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(new RegExp(`Uid:\\s+${uid}\\s`));
    expect(tryAs('nobody', connection?.host ?? '')).toBe('connected');
    expect(tryAs('postgres', connection?.host ?? '')).toBe('EACCES');
    expect(existsSync(join(home, 'data/postgres/18/data/PG_VERSION'))).toBe(true);
  });

  it('says so when the account has no entry in the system', async () => {
    const home = emptyFolder();
    execFileSync('chown', ['54321', home]);
    const { code, message } = await startOutside(join(home, 'data'), { uid: 54321 });
    expect(code).toBe('database_unsupported');
    expect(message).toMatch(/54321.*DATABASE_URL/s);
  });

  it('says so when the folder belongs to someone else', async () => {
    const { code, message } = await startOutside(await usedFolder(), { uid: idOf('nobody') });
    expect(code).toBe('database_unavailable');
    expect(message).toMatch(/account that the folder belongs to/);
  });
});
