import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { applyCommand } from './commands/apply.ts';
import { backupCommand } from './commands/backup.ts';
import { batchesCommand } from './commands/batches.ts';
import { checkCommand } from './commands/check.ts';
import { doctorCommand } from './commands/doctor.ts';
import { draftCommand } from './commands/draft.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { inviteCommand } from './commands/invite.ts';
import { keysCommand } from './commands/keys.ts';
import { lessonsCommand } from './commands/lessons.ts';
import { migrateCommand } from './commands/migrate.ts';
import { openCommand } from './commands/open.ts';
import { providersCommand } from './commands/providers.ts';
import { restoreCommand } from './commands/restore.ts';
import { serveCommand } from './commands/serve.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { trustCommand } from './commands/trust.ts';
import { workCommand } from './commands/work.ts';
import { type ExitCode, exitCodesHelp } from './exit-codes.ts';
import { Terminal } from './terminal.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** What a command gets besides its own arguments and options. */
export interface Surroundings {
  terminal: Terminal;
  /** Aborted by Ctrl+C. */
  signal: AbortSignal;
}

/** What a command does, with its arguments in order. It ends with its exit code. */
export type Action<Options> = (args: string[], options: Options, surroundings: Surroundings) => Promise<ExitCode>;

/** Ties an action to commander. */
export type Act = <Options>(action: Action<Options>) => (...given: unknown[]) => Promise<void>;

export type CommandMaker = (act: Act) => Command;

const help = `
Examples:
  countersign start --demo                                 a complete installation with a sample shop to review
  countersign draft products.csv --checkpoint product-descriptions --prompt prompt.txt --try 10
                                                           have a model draft ten rows, and see what all will cost
  countersign import product-descriptions texts.jsonl      hand in work
  countersign status                                       what waits for a decision
  countersign export product-descriptions --out done.csv   take decided work away

${exitCodesHelp}
Errors are printed as one paragraph; set DEBUG=1 to see the stack.
`;

const commandMakers = [
  startCommand,
  draftCommand,
  batchesCommand,
  providersCommand,
  applyCommand,
  importCommand,
  exportCommand,
  checkCommand,
  trustCommand,
  lessonsCommand,
  statusCommand,
  openCommand,
  keysCommand,
  inviteCommand,
  backupCommand,
  restoreCommand,
  doctorCommand,
  migrateCommand,
  serveCommand,
  workCommand,
];

/** The whole command line. `finish` is told the exit code of the command that ran. */
export const makeProgram = (signal: AbortSignal, finish: (code: ExitCode) => void): Command => {
  const program = new Command('countersign')
    .description('AI does the heavy lifting. A person countersigns. Only then it goes live.')
    .version(version)
    .option('--json', 'print one JSON value for machines')
    .option('--quiet', 'print nothing but results and errors')
    .showSuggestionAfterError()
    .addHelpText('after', help);
  const act: Act =
    <Options>(action: Action<Options>) =>
    async (...given: unknown[]) => {
      const command = given.at(-1) as Command;
      finish(await action(command.processedArgs, command.opts() as Options, { terminal: new Terminal(program.opts()), signal }));
    };
  for (const make of commandMakers) program.addCommand(make(act));
  return program;
};
