import { CountersignError, type ErrorCode, errorStatus, type Problem } from '@countersign/contract';
import { words } from '../words/words.ts';
import { sessionGuard } from './session-guard.ts';

export interface RequestOptions {
  body?: unknown;
  /** Sent as it is, instead of a body. */
  file?: Blob;
  signal?: AbortSignal;
  /** Let the request outlive the page. */
  keepalive?: boolean;
  /** Answer 401 as an error instead of waiting for the person to sign in again. */
  anonymous?: boolean;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * One call to the HTTP API. Throws CountersignError. When the session has ended, the call waits until the person has signed
 * in again and is then sent once more, so that nothing typed is lost.
 */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  for (;;) {
    try {
      return await send<T>(method, path, options);
    } catch (error) {
      if (options.anonymous || !(error instanceof CountersignError) || error.code !== 'not_signed_in') throw error;
      await sessionGuard.waitForSignIn();
    }
  }
}

async function send<T>(method: Method, path: string, options: RequestOptions): Promise<T> {
  const response = await reach(method, path, options);
  if (!response.ok) throw await toError(response);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

async function reach(method: Method, path: string, options: RequestOptions): Promise<Response> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' } };
  if (options.body !== undefined) {
    init.body = JSON.stringify(options.body);
    init.headers = { accept: 'application/json', 'content-type': 'application/json' };
  }
  if (options.file !== undefined) {
    init.body = options.file;
    init.headers = { accept: 'application/json', 'content-type': 'application/octet-stream' };
  }
  if (options.signal) init.signal = options.signal;
  if (options.keepalive) init.keepalive = true;
  try {
    return await fetch(path, init);
  } catch (cause) {
    if (options.signal?.aborted) throw new CountersignError('aborted', words.problems.aborted, { cause });
    throw new CountersignError('network', words.problems.network, { cause });
  }
}

async function toError(response: Response): Promise<CountersignError> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem> & { message?: string };
  const code = problem.code && problem.code in errorStatus ? problem.code : codeOfStatus(response.status);
  const said = words.locale === 'en' ? (problem.detail ?? problem.message ?? problem.title) : undefined;
  const message = said ?? words.problems[code];
  const { pointer, errors, context } = problem;
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  return new CountersignError(code, message, {
    ...(pointer !== undefined && { pointer }),
    ...(errors && { errors }),
    ...(context && { context }),
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

const codes = new Map<number, ErrorCode>([
  [400, 'invalid_input'],
  [401, 'not_signed_in'],
  [403, 'not_allowed'],
  [404, 'not_found'],
  [410, 'link_used'],
  [413, 'payload_too_large'],
  [422, 'schema_violation'],
  [429, 'rate_limited'],
  [502, 'network'],
  [503, 'database_unavailable'],
  [504, 'timeout'],
]);

const codeOfStatus = (status: number): ErrorCode => codes.get(status) ?? (status >= 500 ? 'internal' : 'invalid_input');
