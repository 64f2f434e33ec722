import { CountersignError } from '@countersign/contract';

export const databaseUrl = (): string | undefined => process.env.DATABASE_URL || undefined;

/** For commands that have no embedded database of their own. */
export const requireDatabaseUrl = (): string => {
  const address = databaseUrl();
  if (address) return address;
  throw new CountersignError(
    'database_unavailable',
    'Set DATABASE_URL to a PostgreSQL server, version 15 or newer. On one machine, `countersign start` needs none.',
  );
};
