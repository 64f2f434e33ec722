import { Command } from 'commander';
import { dataOption } from '../connection.ts';
import type { DoctorOptions } from '../doctor/examine.ts';
import type { Action, CommandMaker } from '../program.ts';
import { parsePort } from '../start/check-port.ts';

const help = `
Changes nothing. Looks at DATABASE_URL where it is set, else at the local installation. Ends with 1 when a check fails.

Examples:
  countersign doctor
  countersign doctor --json | jq '.findings[] | select(.verdict != "ok")'
`;

const run: Action<DoctorOptions> = async (...given) => (await import('../doctor/examine.ts')).examine(...given);

export const doctorCommand: CommandMaker = (act) =>
  new Command('doctor')
    .description('check that everything is in order, and say what to do')
    .option('--port <number>', 'port that start would use', parsePort, 4141)
    .addOption(dataOption())
    .addHelpText('after', help)
    .action(act(run));
