import pg from 'pg';

/** How to reach PostgreSQL: what `pg` takes. */
export type Connection = pg.PoolConfig;

export interface Database {
  pool: pg.Pool;
  connection: Connection;
}

// Every statement has one good plan, and it is an index scan. Left to itself the server plans the larger ones anew at each call, which
// takes longer than the call, or keeps a plan with a sequential scan from the minute when a queue was empty.
const plans = `set_config('plan_cache_mode', 'force_generic_plan', false), set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false)`;

// A forgotten transaction or a runaway statement would hold back vacuum on the queue; transaction_timeout came with version 17.
const guards = `select set_config('statement_timeout', '30s', false), set_config('idle_in_transaction_session_timeout', '30s', false),
  set_config('lock_timeout', '10s', false), set_config('timezone', 'UTC', false), ${plans},
  case when current_setting('server_version_num')::int >= 170000 then set_config('transaction_timeout', '60s', false) end`;

/** Opens a pool of at most `max` connections (default 16). It connects on first use. */
export function openDatabase(connection: Connection, { max = 16 }: { max?: number } = {}): Database {
  const settings: Connection = {
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    application_name: 'countersign',
    ...connection,
  };
  const pool = new pg.Pool({
    ...settings,
    max,
    onConnect: async (client) => {
      await client.query(guards);
    },
  });
  // A connection that breaks, idle or lent out, shows at its next query and is replaced by the pool.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  return { pool, connection: settings };
}

export async function closeDatabase({ pool }: Database): Promise<void> {
  if (!pool.ended && !pool.ending) await pool.end();
}
