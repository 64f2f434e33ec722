import { randomBytes } from 'node:crypto';
import type { Database } from './database/open.ts';

/** The secret that signs cookies, the same for every process on this database; made at the first call. */
export async function installationSecret({ pool }: Database): Promise<string> {
  await pool.query('insert into installation (secret) values ($1) on conflict do nothing', [randomBytes(32).toString('base64url')]);
  const { rows } = await pool.query('select secret from installation');
  return rows[0].secret;
}
