import { CountersignError, type ErrorCode } from '@countersign/contract';

/** What the command line ends with. 64, 69 and 77 are those of sysexits.h; 130 is 128 + SIGINT. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  partly: 2,
  wrongUsage: 64,
  serviceUnavailable: 69,
  notAllowed: 77,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command was written wrongly. The message says how to write it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const unavailable: ReadonlySet<ErrorCode> = new Set([
  'network',
  'timeout',
  'rate_limited',
  'shutting_down',
  'database_unavailable',
  'database_in_use',
]);

export const exitCodeOf = (error: unknown): ExitCode => {
  if (error instanceof UsageError) return exitCodes.wrongUsage;
  if (!(error instanceof CountersignError)) return exitCodes.failed;
  if (error.code === 'aborted') return exitCodes.interrupted;
  if (error.code === 'not_signed_in' || error.code === 'not_allowed') return exitCodes.notAllowed;
  return unavailable.has(error.code) ? exitCodes.serviceUnavailable : exitCodes.failed;
};

export const exitCodesHelp = `Exit codes: 0 done, 1 failed, 2 partly done (lines were rejected), 64 wrong usage, 69 the server or
its database is not available, 77 not allowed (check the API key), 130 interrupted.`;
