import { type Database, migrations } from '@countersign/engine';
import { type Finding, fail, ok, warn } from './finding.ts';

const oldestServer = 150_000;
const largestSkewSeconds = 5;

interface Facts {
  number: number;
  version: string;
  now: Date;
  extensions: string[];
  hasSchema: boolean;
  canCreate: boolean;
}

const readFacts = async ({ pool }: Database): Promise<Facts> => {
  const { rows } =
    await pool.query(`select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
    clock_timestamp() as now, (select array_agg(extname::text order by extname) from pg_extension) as extensions,
    to_regclass('schema_migrations') is not null as "hasSchema", has_database_privilege(current_database(), 'create') as "canCreate"`);
  return rows[0];
};

const checkVersion = ({ number, version }: Facts): Finding =>
  number >= oldestServer
    ? ok('Database version', `PostgreSQL ${version}`)
    : fail('Database version', `PostgreSQL ${version} is too old`, 'Use version 15 or newer.');

const checkSchema = async ({ pool }: Database, { hasSchema, canCreate }: Facts): Promise<Finding> => {
  const name = 'Schema';
  const newest = migrations().at(-1)?.version ?? 0;
  const may = canCreate ? '' : ' The account of DATABASE_URL may not create schemas: grant it CREATE on the database first.';
  if (!hasSchema) return warn(name, 'there are no tables yet', `Run countersign migrate; start does it by itself.${may}`);
  const { rows } = await pool.query('select coalesce(max(version), 0) as version from schema_migrations');
  const { version } = rows[0];
  if (version > newest)
    return fail(name, `version ${version} was made by a newer Countersign; this one knows ${newest}`, 'Install that version or newer.');
  if (version < newest) return warn(name, `version ${version} of ${newest}`, `Run countersign migrate; start does it by itself.${may}`);
  return ok(name, `version ${version}`);
};

const checkExtensions = ({ extensions }: Facts): Finding =>
  extensions.includes('pg_trgm')
    ? ok('Extensions', extensions.join(', '))
    : warn(
        'Extensions',
        `${extensions.join(', ')}; without pg_trgm past corrections are found by whole words alone`,
        'Have an administrator run: create extension pg_trgm. Nothing else needs it.',
      );

const checkClock = ({ now }: Facts, secondsGone: number): Finding => {
  const skew = Math.abs(now.getTime() - Date.now()) / 1000 - secondsGone;
  return skew <= largestSkewSeconds
    ? ok('Clocks', 'this machine and the database agree')
    : warn(
        'Clocks',
        `this machine and the database differ by ${Math.round(skew)} s`,
        'Set both by NTP; deadlines and leases depend on them.',
      );
};

/** The checks that need an open database. Throws what the driver throws when it cannot be reached. */
export const checkDatabase = async (database: Database): Promise<Finding[]> => {
  const startedAt = performance.now();
  const facts = await readFacts(database);
  const secondsGone = (performance.now() - startedAt) / 1000;
  return [
    ok('Database', 'answers'),
    checkVersion(facts),
    await checkSchema(database, facts),
    checkExtensions(facts),
    checkClock(facts, secondsGone),
  ];
};
