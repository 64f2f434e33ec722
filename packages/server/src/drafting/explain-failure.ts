import { CountersignError } from '@countersign/contract';
import { APICallError } from 'ai';

/**
 * wait: leave the provider alone for a while; it costs the row nothing. again: try this row later. refused: every row would fail alike,
 * so the batch pauses. never: this row alone cannot be drafted. doubt: the call may have been made.
 */
export interface Failure {
  kind: 'wait' | 'again' | 'refused' | 'never' | 'doubt';
  code: string;
  detail: string;
  /** For `wait`: how long, when the provider said so. */
  seconds: number | null;
}

interface Circumstances {
  isLate: boolean;
  isStopping: boolean;
  timeoutSeconds: number;
}

const longestDetail = 500;

/** `Retry-After` in seconds, from either of its two forms, or the milliseconds that some servers send instead. */
function retryAfter(headers: Record<string, string> | undefined): number | null {
  const exact = Number(headers?.['retry-after-ms']);
  if (headers?.['retry-after-ms'] && Number.isFinite(exact)) return Math.max(0, exact / 1000);
  const value = headers?.['retry-after'];
  if (!value) return null;
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(3_600, Math.max(0, seconds)) : null;
}

const failure = (kind: Failure['kind'], code: string, detail: string, seconds: number | null = null): Failure => ({
  kind,
  code,
  detail: detail.slice(0, longestDetail),
  seconds,
});

function explainStatus(error: APICallError, status: number): Failure {
  const said = error.message.replace(/\s+/g, ' ').trim();
  const after = retryAfter(error.responseHeaders);
  if (status === 429 || ((status === 503 || status === 529) && after !== null))
    return failure('wait', 'rate_limited', `The provider asks to slow down (${status}): ${said}`, after);
  if (status === 401 || status === 403) return failure('refused', 'not_allowed', `The provider refuses the key (${status}): ${said}`);
  if (status === 404) return failure('refused', 'not_found', `The provider does not know this model or address (404): ${said}`);
  if (status === 402) return failure('refused', 'not_allowed', `The provider wants to be paid (402): ${said}`);
  if (status >= 500 || status === 408 || status === 409)
    return failure('again', 'provider_failed', `The provider failed (${status}): ${said}`);
  return failure('never', 'provider_refused', `The provider refuses this row (${status}): ${said}`);
}

const ownError = (error: unknown): CountersignError | null => {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (at instanceof CountersignError) return at;
  return null;
};

/** Connection errors that come before a server has seen the request. */
const unreached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** And those that come after: the call may have been made. */
const broken = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ETIMEDOUT']);

const codeOf = (error: unknown): string => {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (typeof (at as NodeJS.ErrnoException).code === 'string') return (at as NodeJS.ErrnoException).code as string;
  return '';
};

/** Why a call failed, in words that say what happened, and what is to be done about it. */
export function explainFailure(error: unknown, { isLate, isStopping, timeoutSeconds }: Circumstances): Failure {
  if (isLate)
    return failure(
      'doubt',
      'timeout',
      `The model did not answer within ${timeoutSeconds} s. Give the provider more time, or a lower concurrency.`,
    );
  if (isStopping) return failure('doubt', 'shutting_down', 'The server stopped while the model was being asked.');
  const own = ownError(error);
  if (own) return failure('refused', own.code, own.message);
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 400)
    return explainStatus(error, error.statusCode);
  const code = codeOf(error);
  const said = error instanceof Error ? error.message : String(error);
  if (unreached.has(code))
    return failure('again', 'network', `The model's server cannot be reached (${code}). Check that it runs, and the address.`);
  if (broken.has(code)) return failure('doubt', 'network', `The connection broke (${code}) while the model was being asked.`);
  return failure('again', 'provider_failed', `The provider's answer cannot be used: ${said}`);
}
