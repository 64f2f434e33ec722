import { CountersignError } from '@countersign/contract';

const noSpace = /No space left on device|ENOSPC|EDQUOT|Disk quota exceeded|There is not enough space/i;

/** Turns what the system or PostgreSQL said about `folder` into an error that says what to do. */
export function explainFailure(error: unknown, folder: string, said = ''): CountersignError {
  if (error instanceof CountersignError) return error;
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { code: undefined, message: String(error) };
  const text = `${code ?? ''} ${message}\n${said}`;
  const because = (errorCode: 'storage_full' | 'database_unavailable' | 'database_unsupported', words: string) =>
    new CountersignError(errorCode, words, { cause: error });

  if (noSpace.test(text))
    return because(
      'storage_full',
      `The disk of ${folder} is full. Free some space there and try again; nothing that was acknowledged is lost.`,
    );
  if (/EROFS|Read-only file system/i.test(text))
    return because('database_unavailable', `${folder} is on a read-only disk. Choose another folder with --data.`);
  if (/GLIBC_|cannot open shared object|Exec format error|ENOEXEC|bad interpreter/i.test(text)) {
    return because(
      'database_unsupported',
      `The PostgreSQL programs do not run on this system (${lastLine(said) || message}). Set PG_BIN_DIR to a PostgreSQL of this system, or DATABASE_URL to a server.`,
    );
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return because(
      'database_unavailable',
      `Countersign may not use ${folder} (${message}). Run it as the account that the folder belongs to, or choose another folder with --data; the disk must allow programs to run.`,
    );
  }
  return because('database_unavailable', `${folder} could not be used: ${[message, lastLine(said)].filter(Boolean).join(': ')}`);
}

/** The last line that tells a cause; hints and context come after it in a log. */
export function lastLine(said: string): string {
  const lines = said.trim().split('\n');
  const telling = lines.findLast((line) => /\b(PANIC|FATAL|ERROR|error):/.test(line)) ?? lines.at(-1) ?? '';
  return telling.replace(/^.*?\b(?=(PANIC|FATAL|ERROR|error):)/, '');
}
