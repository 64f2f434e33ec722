import { type Command, CommanderError } from 'commander';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import { listenForInterruption } from './interruption.ts';
import { makeProgram } from './program.ts';
import { reportError } from './report-error.ts';
import { Terminal } from './terminal.ts';

const overrideExit = (command: Command): void => {
  command.exitOverride();
  for (const child of command.commands) overrideExit(child);
};

/** Runs the command line and answers with its exit code. Never throws, and leaves nothing running behind. */
export const runCommandLine = async (args: string[]): Promise<ExitCode> => {
  let code: ExitCode = exitCodes.ok;
  const program = makeProgram(listenForInterruption(), (result) => {
    code = result;
  });
  overrideExit(program);
  // The reader of our output has gone (`| head`): that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? code : exitCodes.failed));
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.wrongUsage;
    reportError(new Terminal(program.opts()), error);
    return exitCodeOf(error);
  }
};
