import { CountersignError } from '@countersign/contract';
import { explainDatabaseError } from '@countersign/engine';
import { findRunning } from '@countersign/engine/postgres';
import { Command } from 'commander';
import { dataOption } from '../connection.ts';
import { databaseUrl, openConnection, openDatabaseUrl } from '../database.ts';
import { checkDatabase } from '../doctor/database.ts';
import { type Finding, fail, ok } from '../doctor/finding.ts';
import { checkBinaries, checkConsole, checkDataFolder, checkDisk, checkNode, checkPort } from '../doctor/machine.ts';
import { exitCodes } from '../exit-codes.ts';
import { dataFolder } from '../installation.ts';
import type { Action, CommandMaker } from '../program.ts';
import { parsePort } from '../start/check-port.ts';
import { onOutput } from '../terminal.ts';

const help = `
Changes nothing. Looks at DATABASE_URL where it is set, else at the local installation. Ends with 1 when a check fails.

Examples:
  countersign doctor
  countersign doctor --json | jq '.findings[] | select(.verdict != "ok")'
`;

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
    return [fail('Database', whyNot(error), databaseUrl() ? 'Check DATABASE_URL, the network, and that the server runs.' : 'See postgres/postgres.log in the data folder.')];
  }
};

const marks = { ok: onOutput('green', '✓ ok  '), warn: onOutput('yellow', '! warn'), fail: onOutput('red', '✗ fail') };

const formatFinding = ({ name, verdict, detail, advice }: Finding): string =>
  `${marks[verdict]}  ${name.padEnd(20)} ${detail}${advice ? `\n${' '.repeat(29)}${onOutput('bold', '→')} ${advice}` : ''}`;

const run: Action<{ data?: string; port: number }> = async (_, { data, port }, { terminal }) => {
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

export const doctorCommand: CommandMaker = (act) =>
  new Command('doctor')
    .description('check that everything is in order, and say what to do')
    .option('--port <number>', 'port that start would use', parsePort, 4141)
    .addOption(dataOption())
    .addHelpText('after', help)
    .action(act(run));
