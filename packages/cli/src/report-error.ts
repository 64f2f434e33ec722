import { CountersignError } from '@countersign/contract';
import { UsageError } from './exit-codes.ts';
import { onError, type Terminal } from './terminal.ts';

/** Errors of the system that a person can do something about, by their code. */
const systemAdvice: Record<string, string> = {
  ENOENT: 'Check the path.',
  EACCES: 'Check the rights of the file or folder.',
  EPERM: 'Check the rights of the file or folder.',
  EISDIR: 'Name a file, not a folder.',
  ENOSPC: 'The disk is full. Free some space and run the command again.',
  EROFS: 'The disk is read-only. Choose another place.',
  EADDRINUSE: 'The port is in use. Choose another one with --port.',
};

interface Told {
  code: string;
  message: string;
  details?: object;
}

const describe = (error: unknown): Told => {
  if (error instanceof CountersignError) return { code: error.code, message: error.message, details: error.details };
  if (error instanceof UsageError) return { code: 'wrong_usage', message: error.message };
  if (!(error instanceof Error)) return { code: 'internal', message: String(error) };
  const { code = 'internal' } = error as NodeJS.ErrnoException;
  const advice = systemAdvice[code] ?? 'Run it again with DEBUG=1 to see where this comes from.';
  return { code, message: `${error.message.replace(/\.$/, '')}. ${advice}` };
};

const places = ({ details }: Told): string[] => {
  const { errors } = (details ?? {}) as { errors?: { pointer: string; detail: string }[] };
  return (errors ?? []).slice(0, 10).map(({ pointer, detail }) => `  ${pointer || '/'} ${detail}`);
};

/** One clear paragraph; the stack only when DEBUG is set. */
export const reportError = (terminal: Terminal, error: unknown): void => {
  const told = describe(error);
  if (terminal.isJson) terminal.warn(JSON.stringify({ error: told }));
  else
    terminal.warn([`${onError(['red', 'bold'], 'Error')} ${told.message} ${onError('dim', `(${told.code})`)}`, ...places(told)].join('\n'));
  if (process.env.DEBUG && error instanceof Error) terminal.warn(causes(error));
};

const causes = (error: Error): string =>
  [error.stack, error.cause instanceof Error ? `Caused by: ${causes(error.cause)}` : ''].filter(Boolean).join('\n');
