/** Every error that Countersign answers with, and its HTTP status. The code is the stable part; the text may change. */
export const errorStatus = {
  invalid_input: 400,
  invalid_json: 400,
  schema_violation: 422,
  invalid_schema: 422,
  not_signed_in: 401,
  not_allowed: 403,
  not_found: 404,
  key_conflict: 409,
  already_decided: 409,
  claimed_by_other: 409,
  output_changed: 409,
  not_reviewable: 409,
  undo_closed: 409,
  not_returned: 409,
  already_revised: 409,
  output_unchanged: 409,
  returns_used_up: 409,
  already_exists: 409,
  link_used: 410,
  payload_too_large: 413,
  rate_limited: 429,
  internal: 500,
  database_unavailable: 503,
  shutting_down: 503,
  storage_full: 507,
  database_in_use: 503,
  database_version: 503,
  database_unsupported: 503,
  timeout: 504,
  network: 503,
  aborted: 499,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof errorStatus;

/** Worth trying again without a change: the cause lies outside the request. */
export const isRetryable = (code: ErrorCode): boolean =>
  (['rate_limited', 'database_unavailable', 'shutting_down', 'internal', 'timeout', 'network'] as ErrorCode[]).includes(code);

export interface ErrorDetails {
  /** JSON pointer (RFC 6901) to the part of the request that is wrong. */
  pointer?: string;
  /** All places that are wrong, when there are several. */
  errors?: { pointer: string; detail: string }[];
  /** What the caller needs in order to go on, such as the decision that stands. */
  context?: Record<string, unknown>;
  /** Seconds to wait before another try. */
  retryAfter?: number;
}

/** The one error class of server, SDK and command line. `message` says what to do next. */
export class CountersignError extends Error {
  override readonly name = 'CountersignError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails & { cause?: unknown } = {}) {
    const { cause, ...rest } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = rest;
  }

  get status(): number {
    return errorStatus[this.code];
  }

  get isRetryable(): boolean {
    return isRetryable(this.code);
  }
}
