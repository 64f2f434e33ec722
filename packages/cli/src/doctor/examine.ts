import { CountersignError } from '@countersign/contract';
import { explainDatabaseError } from '@countersign/engine';
import { findRunning } from '@countersign/engine/postgres';
import { openConnection, openDatabaseUrl } from '../database.ts';
import { databaseUrl } from '../database-url.ts';
import { exitCodes } from '../exit-codes.ts';
import { dataFolder } from '../installation.ts';
import type { Action } from '../program.ts';
import { onOutput } from '../terminal.ts';
import { checkDatabase } from './database.ts';
import { type Finding, fail, ok } from './finding.ts';
import { checkBinaries, checkConsole, checkDataFolder, checkDisk, checkNode, checkPort } from './machine.ts';

export interface DoctorOptions {
  data?: string;
  port: number;
}

const whyNot = (thrown: unknown): string => {
  const error = explainDatabaseError(thrown);
  const cause = error instanceof CountersignError && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${(error as Error).message}${cause}`;
};

const findDatabase = async (folder: string) => {
  const address = databaseUrl();
  if (address) return openDatabaseUrl(address);
  const running = await findRunning(folder).catch((error) => {
    if (error instanceof CountersignError && error.code === 'not_found') return undefined;
    throw error;
  });
  return running ? openConnection(running) : null;
};

const databaseFindings = async (folder: string): Promise<Finding[]> => {
  try {
    const opened = await findDatabase(folder);
    if (!opened) return [ok('Database', 'embedded; it does not run now')];
    return await checkDatabase(opened.database).finally(() => opened.close());
  } catch (error) {
    return [
      fail(
        'Database',
        whyNot(error),
        databaseUrl() ? 'Check DATABASE_URL, the network, and that the server runs.' : 'See postgres/postgres.log in the data folder.',
      ),
    ];
  }
};

const marks = { ok: onOutput('green', '✓ ok  '), warn: onOutput('yellow', '! warn'), fail: onOutput('red', '✗ fail') };

const formatFinding = ({ name, verdict, detail, advice }: Finding): string =>
  `${marks[verdict]}  ${name.padEnd(20)} ${detail}${advice ? `\n${' '.repeat(29)}${onOutput('bold', '→')} ${advice}` : ''}`;

/** Makes every check, also after one has failed, and changes nothing. */
export const examine: Action<DoctorOptions> = async (_, { data, port }, { terminal }) => {
  const folder = dataFolder(data);
  const findings = [
    checkNode(),
    ...(databaseUrl() ? [] : [checkBinaries(), await checkDataFolder(folder), await checkDisk(folder)]),
    ...(await databaseFindings(folder)),
    await checkPort(port),
    checkConsole(),
  ];
  const hasFailed = findings.some(({ verdict }) => verdict === 'fail');
  terminal.result({ ok: !hasFailed, findings }, findings.map(formatFinding).join('\n'));
  return hasFailed ? exitCodes.failed : exitCodes.ok;
};
