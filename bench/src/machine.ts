import { cpus, loadavg, totalmem } from 'node:os';
import type { Connection } from '@countersign/engine';
import pg from 'pg';

/** What a bench ran on. Names no host and no folder. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  node: string;
  postgres: string;
  /** Load average of the last minute before the bench began, its own preparation included. */
  load: number;
  date: string;
}

export async function describeMachine(connection: Connection | null): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres: connection ? await serverVersion(connection) : 'not asked',
    load: loadavg()[0] ?? 0,
    date: new Date().toISOString().slice(0, 10),
  };
}

async function serverVersion(connection: Connection): Promise<string> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query('show server_version');
    return rows[0].server_version;
  } finally {
    await client.end();
  }
}

export const sentenceAbout = ({ cpu, cores, memoryGb, node, postgres, load, date }: Machine): string =>
  `${date}, ${cores} cores of ${cpu}, ${memoryGb} GB, PostgreSQL ${postgres}, Node ${node}, load average ${load.toFixed(1)} at the start.`;
