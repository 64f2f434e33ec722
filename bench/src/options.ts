import { parseArgs } from 'node:util';

export interface Options {
  names: string[];
  /** Put the tables into docs/benchmarks.md. */
  write: boolean;
  /** Smaller sizes and fewer rounds: to see that a bench works, not what it says. */
  quick: boolean;
  /** How often each side runs; every bench has its own number when left out. */
  rounds: number | undefined;
  /** How long a timed side runs; every bench has its own number when left out. */
  seconds: number | undefined;
  /** A folder for CPU profiles of the server. */
  profile: string | undefined;
}

const positive = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} takes a number above 0, not ${text}.`);
  return value;
};

export function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      write: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  return {
    names: positionals,
    write: values.write,
    quick: values.quick,
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    profile: values.profile,
  };
}
