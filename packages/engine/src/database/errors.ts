import { CountersignError } from '@countersign/contract';

/** SQLSTATE codes that we tell apart. */
export const sqlState = {
  uniqueViolation: '23505',
  serializationFailure: '40001',
  deadlockDetected: '40P01',
  lockNotAvailable: '55P03',
  queryCanceled: '57014',
  diskFull: '53100',
  characterNotInRepertoire: '22021',
  untranslatableCharacter: '22P05',
  undefinedTable: '42P01',
  insufficientPrivilege: '42501',
} as const;

const busy = new Set<string>([sqlState.queryCanceled, sqlState.lockNotAvailable, sqlState.deadlockDetected, sqlState.serializationFailure]);

export const sqlStateOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EACCES']);
const connectionTexts =
  /terminated|timeout exceeded when trying to connect|Connection ended|not queryable|end on the pool|connection error/i;

/** Classes 08 (connection), 57P (shut down, crash, starting up) and 53 (out of resources) pass by themselves. */
export function isDatabaseAway(error: unknown): boolean {
  const code = sqlStateOf(error) ?? '';
  if (connectionCodes.has(code) || code.startsWith('08') || code.startsWith('57P') || code === '53300') return true;
  return error instanceof Error && !/^[0-9A-Z]{5}$/.test(code) && connectionTexts.test(error.message);
}

/** Turns what the driver throws into an error that says what to do; anything unknown comes back as it is. */
export function explainDatabaseError(error: unknown): unknown {
  if (error instanceof CountersignError) return error;
  const code = sqlStateOf(error);
  if (code === sqlState.diskFull)
    return new CountersignError('storage_full', 'The disk of the database is full. Free some space; nothing accepted so far is lost.', {
      cause: error,
    });
  if (isDatabaseAway(error))
    return new CountersignError('database_unavailable', 'The database does not answer. Try again in a moment.', {
      cause: error,
      retryAfter: 1,
    });
  if (code !== undefined && busy.has(code))
    return new CountersignError('database_unavailable', 'The database is too busy for this request. Try again in a moment.', {
      cause: error,
      retryAfter: 1,
    });
  if (code === sqlState.characterNotInRepertoire || code === sqlState.untranslatableCharacter)
    return new CountersignError('invalid_input', 'A text holds the character NUL (\\u0000), which no database text can hold. Remove it.', {
      cause: error,
    });
  if (code === sqlState.undefinedTable)
    return new CountersignError('database_unavailable', 'The database has no Countersign tables yet. Run `countersign migrate`.', {
      cause: error,
    });
  return error;
}
