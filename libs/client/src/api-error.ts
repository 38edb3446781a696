import type { components } from './api.ts';

/** A problem document (RFC 9457). Some have members of their own beside those of all. */
type Problem = components['schemas']['Problem'];

/** What is wrong with one field of a request. */
export type FieldError = NonNullable<Problem['errors']>[number];

/**
 * Why a request failed. Beside the codes of Casewire's problem documents:
 * `no-answer`: the connection broke, or there was no whole answer in time; `unknown`: the answer names no code, as one of a
 * proxy on the way, or of Ballerine's paths.
 */
export type ErrorCode = Problem['code'] | 'no-answer' | 'unknown';

/** A request that was refused or not answered. Decide by `code`; the message is for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  /** Of the answer; undefined if there was none. */
  readonly status: number | undefined;
  /** The fields that are wrong; empty where none is named. */
  readonly errors: readonly FieldError[];
  /** Names the request in Casewire's logs; undefined if there was no answer. */
  readonly requestId: string | undefined;
  /** For how long Casewire asks not to be asked again; undefined if it does not. */
  readonly retryAfterMs: number | undefined;
  /** The members of the answer, for those that only some problems have; empty if it is no JSON object. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(message: string, fields: Pick<ApiError, 'code'> & Partial<ApiError>, cause?: unknown) {
    super(message, { cause });
    this.code = fields.code;
    this.status = fields.status;
    this.errors = fields.errors ?? [];
    this.requestId = fields.requestId;
    this.retryAfterMs = fields.retryAfterMs;
    this.details = fields.details ?? {};
  }
}

/** @param error the body of the answer, parsed if it is JSON */
export function refusal(response: Response, error: unknown): ApiError {
  const { status, headers } = response;
  const details = isObject(error) ? error : {};
  const { code = 'unknown', errors = [] } = details as Partial<Problem>;
  const message = [details['detail'], details['title'], details['message']].find(
    (text) => typeof text === 'string',
  );
  return new ApiError(message ?? `the answer was ${status}`, {
    code,
    status,
    errors,
    requestId: headers.get('x-request-id') ?? undefined,
    retryAfterMs: retryAfterMs(headers, Date.now()),
    details,
  });
}

/** @param cause of the last attempt @param url that was asked */
export function noAnswer(url: string, cause: unknown): ApiError {
  return new ApiError(`${new URL(url).origin} does not answer`, { code: 'no-answer' }, cause);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a `Retry-After`, in seconds or as a date (RFC 9110, section 10.2.3). @param now epoch milliseconds */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const wait = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
