/** How to reach the database, as `pg` takes it. */
export interface Connection {
  /** A folder with the socket, or an address. */
  host: string;
  port: number;
  user: string;
  password?: string;
  database: string;
}

/** The same for DATABASE_URL of another process of this account. */
export function urlOf({ host, port, user, password, database }: Connection): string {
  if (host.startsWith('/')) return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
  return `postgres://${user}:${encodeURIComponent(password ?? '')}@${host}:${port}/${database}`;
}
