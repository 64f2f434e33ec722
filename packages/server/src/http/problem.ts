import { CountersignError, type ErrorCode, errorStatus, type Problem } from '@countersign/contract';
import { explainDatabaseError } from '@countersign/engine';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { ZodError } from 'zod';
import type { App } from './app-types.ts';

const titles = {
  invalid_input: 'The request is not valid',
  invalid_json: 'The body is not JSON',
  schema_violation: 'The content does not fit the schema',
  invalid_schema: 'The schema is not usable',
  not_signed_in: 'Not signed in',
  not_allowed: 'Not allowed',
  not_found: 'Not found',
  key_conflict: 'The key stands for other content',
  already_decided: 'Already decided',
  claimed_by_other: 'Claimed by somebody else',
  output_changed: 'The output has changed',
  not_reviewable: 'Not open for review',
  undo_closed: 'Too late to undo',
  not_returned: 'Only a returned item takes a new revision',
  already_revised: 'The return was answered before',
  output_unchanged: 'The output is the one that was returned',
  returns_used_up: 'It cannot be returned once more',
  already_exists: 'Exists already',
  link_used: 'The link is used up',
  payload_too_large: 'Too large',
  rate_limited: 'Too many tries',
  internal: 'Something went wrong here',
  database_unavailable: 'The database does not answer',
  shutting_down: 'Shutting down',
  storage_full: 'The disk is full',
  database_in_use: 'The data folder is in use',
  database_version: 'The database has another version',
  database_unsupported: 'No database for this platform',
  timeout: 'Took too long',
  network: 'Not reachable',
  aborted: 'Given up',
} as const satisfies Record<ErrorCode, string>;

const pointerOf = (path: PropertyKey[]) => path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const fromZod = (error: ZodError): CountersignError => {
  const errors = error.issues.slice(0, 20).map((issue) => ({ pointer: pointerOf(issue.path), detail: issue.message }));
  const first = errors[0] ?? { pointer: '', detail: 'is not valid' };
  return new CountersignError('invalid_input', `${first.pointer || 'The request'}: ${first.detail}`, { pointer: first.pointer, errors });
};

const codeOfStatus = (status: number): ErrorCode =>
  status === 401
    ? 'not_signed_in'
    : status === 403
      ? 'not_allowed'
      : status === 404
        ? 'not_found'
        : status === 413
          ? 'payload_too_large'
          : status < 500
            ? 'invalid_input'
            : 'internal';

/** Turns anything thrown into one of our errors; what we did not foresee becomes `internal` and tells nothing of the inside. */
export function toCountersignError(thrown: unknown): CountersignError {
  if (thrown instanceof ZodError) return fromZod(thrown);
  if (thrown instanceof HTTPException)
    return new CountersignError(codeOfStatus(thrown.status), thrown.message || 'The request is not valid.', { cause: thrown });
  const error = explainDatabaseError(thrown);
  if (error instanceof CountersignError) return error;
  return new CountersignError(
    'internal',
    'This is our mistake, and nothing was changed. Try again; the log of the server has the details.',
    { cause: thrown },
  );
}

export function sendProblem(c: Context<App>, thrown: unknown): Response {
  const error = toCountersignError(thrown);
  const requestId = c.get('requestId');
  if (error.status >= 500)
    c.get('logger')?.error({ requestId, code: error.code, err: error.cause ?? error, path: c.req.path }, error.message);
  const { pointer, errors, context, retryAfter } = error.details;
  const problem: Problem = {
    type: `/docs#${error.code}`,
    title: titles[error.code],
    status: errorStatus[error.code],
    code: error.code,
    detail: error.message,
    ...(pointer !== undefined && { pointer }),
    ...(errors !== undefined && { errors }),
    ...(context !== undefined && { context }),
    ...(requestId !== undefined && { requestId }),
  };
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(retryAfter !== undefined && { 'retry-after': String(Math.ceil(retryAfter)) }),
      ...(error.code === 'not_signed_in' && { 'www-authenticate': 'Bearer' }),
    },
  });
}
