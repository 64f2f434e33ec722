import { styleText } from 'node:util';

export interface OutputOptions {
  /** One JSON value on standard output instead of text for people. */
  json?: boolean | undefined;
  /** Nothing but results and errors. */
  quiet?: boolean | undefined;
}

type Style = Parameters<typeof styleText>[0];

/** Where a command speaks: results on standard output, everything else on standard error. */
export class Terminal {
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  /** Somebody watches, so that a line may be drawn over. */
  readonly isWatched: boolean;

  constructor({ json = false, quiet = false }: OutputOptions = {}) {
    this.isJson = json;
    this.isQuiet = quiet;
    this.isWatched = process.stderr.isTTY === true && !json && !quiet;
  }

  /** The result of a command: the value for machines, or the text for people. */
  result(value: unknown, text: string): void {
    process.stdout.write(this.isJson ? `${JSON.stringify(value)}\n` : text && `${text}\n`);
  }

  /** Something worth knowing that is not the result. */
  note(text: string): void {
    if (!this.isQuiet && !this.isJson) process.stderr.write(`${text}\n`);
  }

  /** Something that has to be seen, even with --quiet. */
  warn(text: string): void {
    process.stderr.write(`${text}\n`);
  }
}

export const onOutput = (style: Style, text: string): string => styleText(style, text, { stream: process.stdout });
export const onError = (style: Style, text: string): string => styleText(style, text, { stream: process.stderr });
