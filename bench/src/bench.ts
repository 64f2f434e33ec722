import type { Options } from './options.ts';
import type { Report } from './report.ts';

export interface Bench {
  name: string;
  run(options: Options): Promise<Report>;
}

/** A line about the progress, not part of the result. */
export const tell = (line: string): void => void process.stderr.write(`  ${line}\n`);
