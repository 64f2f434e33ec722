import { Command } from 'commander';
import { type ConnectionOptions, connect, withConnection } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import { openBrowser } from '../open-browser.ts';
import type { Action, CommandMaker } from '../program.ts';

const run: Action<ConnectionOptions> = async (_, options, { terminal }) => {
  const { url } = await connect(options);
  const opened = await openBrowser(url);
  terminal.result({ url, opened }, url);
  return exitCodes.ok;
};

export const openCommand: CommandMaker = (act) =>
  withConnection(new Command('open').description('open the console in the browser')).action(act(run));
