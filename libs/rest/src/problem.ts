/** Every problem, by its code: status (RFC 9110) and title. Clients decide by the codes, so a code never changes. */
const problems = {
  'malformed-path': [400, 'The path cannot be read'],
  'malformed-body': [400, 'The body cannot be parsed'],
  'invalid-parameter': [400, 'A parameter of the address or a header cannot be used'],
  unauthorized: [401, 'A valid key is needed'],
  'session-ended': [401, 'The session is over'],
  forbidden: [403, 'The key does not allow this'],
  'missing-scope': [403, 'The key lacks a scope'],
  'tenant-required': [403, 'This needs a tenant and an environment to act for'],
  'not-found': [404, 'There is no such thing'],
  'cursor-unknown': [404, 'The list has nothing that the cursor points at'],
  'cursor-expired': [404, 'What the cursor points at is no longer kept'],
  'method-not-allowed': [405, 'The path does not have this method'],
  'request-timeout': [408, 'The body did not arrive in time'],
  'already-exists': [409, 'There is one already'],
  'invalid-state': [409, 'Its state does not allow this now'],
  'event-expired': [409, 'Its event is no longer kept'],
  'limit-reached': [409, 'A limit of the tenant is reached'],
  'idempotency-key-in-progress': [409, 'A request with this Idempotency-Key is still being worked on'],
  expired: [410, 'It is no longer there'],
  'precondition-failed': [412, 'It was changed meanwhile'],
  'payload-too-large': [413, 'The body is too large'],
  'unsupported-media-type': [415, 'The content type is not supported'],
  'validation-failed': [422, 'The body breaks a rule'],
  'event-rejected': [422, 'The event is not accepted'],
  'idempotency-key-reused': [422, 'The Idempotency-Key was used for a different request'],
  'too-many-requests': [429, 'Too many requests'],
  internal: [500, 'Something went wrong here'],
  overloaded: [503, 'There is too much to do at once'],
  unavailable: [503, 'A service is away for the moment'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problems;

export const problemCodes = Object.keys(problems) as ProblemCode[];

/** The problem of one field. */
export interface FieldError {
  /** Names and indices from the root, joined by dots: `config.subscriptions.0.url`; empty for the whole. */
  readonly path: string;
  readonly message: string;
  /** The values that are accepted. */
  readonly accepted?: string;
}

interface ProblemOptions {
  /** A sentence for people about this request. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Members of the document beside those of every problem, for instance `oldest` of an expired cursor. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A problem document (RFC 9457). */
interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly [extra: string]: unknown;
}

/** An error that is answered with a problem document. Only code at the HTTP edge throws it. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[] | undefined;
  readonly #options: ProblemOptions;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    const [status, title] = problems[code];
    super(options.detail ?? title, { cause: options.cause });
    this.code = code;
    this.status = status;
    this.headers = options.headers ?? {};
    this.errors = options.errors;
    this.#options = options;
  }

  toDocument(): ProblemDocument {
    const { detail, extra } = this.#options;
    const [status, title] = problems[this.code];
    return {
      type: `urn:casewire:problem:${this.code}`,
      title,
      status,
      code: this.code,
      ...(detail !== undefined && { detail }),
      ...(this.errors !== undefined && { errors: this.errors }),
      ...extra,
    };
  }
}

/** The code of a status that Express, its body parser or Nest answered with. */
export function problemCodeOfStatus(status: number): ProblemCode {
  return frameworkCodes[status] ?? (status < 500 ? 'invalid-parameter' : 'internal');
}

const frameworkCodes: Readonly<Partial<Record<number, ProblemCode>>> = {
  400: 'malformed-body',
  404: 'not-found',
  413: 'payload-too-large',
  415: 'unsupported-media-type',
};
