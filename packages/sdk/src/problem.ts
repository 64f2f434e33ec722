import { CountersignError, type ErrorCode, errorStatus, type Problem } from '@countersign/contract';

const longestAnswer = 300;

/** Codes for answers that Countersign did not write, such as those of a proxy in between. */
const foreignCode = (status: number): ErrorCode => {
  if (status === 401) return 'not_signed_in';
  if (status === 403 || status === 407) return 'not_allowed';
  if (status === 404 || status === 405 || (status >= 300 && status < 400)) return 'not_found';
  if (status === 413) return 'payload_too_large';
  if (status === 429) return 'rate_limited';
  if (status === 502 || status === 503) return 'network';
  if (status === 408 || status === 504) return 'timeout';
  return status >= 500 ? 'internal' : 'invalid_input';
};

/** `Retry-After` in seconds, from either of its two forms (RFC 9110, 10.2.3); undefined when there is none. */
export const retryAfterSeconds = (value: string | null, now: number = Date.now()): number | undefined => {
  if (!value) return undefined;
  const seconds = /^\s*\d+\s*$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
};

const parseProblem = (text: string): Problem | undefined => {
  try {
    const body = JSON.parse(text) as Partial<Problem> | null;
    return body?.code !== undefined && body.code in errorStatus ? (body as Problem) : undefined;
  } catch {
    return undefined; // not JSON, so not from Countersign
  }
};

/** The error that a failed answer stands for. */
export const errorFromResponse = async (response: Response, url: string): Promise<CountersignError> => {
  const text = await response.text();
  const problem = parseProblem(text);
  const retryAfter = retryAfterSeconds(response.headers.get('retry-after'));
  const wait = retryAfter === undefined ? {} : { retryAfter };
  if (problem) {
    const { pointer, errors, context } = problem;
    return new CountersignError(problem.code, problem.detail, {
      ...wait,
      ...(pointer !== undefined && { pointer }),
      ...(errors && { errors }),
      ...(context && { context }),
    });
  }
  const said = text.replace(/\s+/g, ' ').trim().slice(0, longestAnswer);
  return new CountersignError(
    foreignCode(response.status),
    `${url} answered ${response.status}, but not as Countersign does. Check the address, and any proxy in between.${said && ` It said: ${said}`}`,
    wait,
  );
};
