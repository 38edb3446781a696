/** An attempt that has ended without the answer that was hoped for. */
export interface FailedAttempt {
  /** 1 for the first. */
  readonly attempt: number;
  /** Whether the request does no harm when it is carried out twice. */
  readonly isRepeatable: boolean;
  /** Of the answer; undefined if there was none. */
  readonly status: number | undefined;
  /** The `code` of a problem document; undefined if the answer is none. */
  readonly code: unknown;
  /** What the answer asked for. */
  readonly retryAfterMs: number | undefined;
}

/** Longer waits are the caller's decision, and a person's. */
const LONGEST_WAIT_MS = 10_000;

const FIRST_WAIT_MS = 250;

/** Answers of Casewire, or of a proxy before it, that pass by themselves. */
const PASSING: ReadonlySet<number | undefined> = new Set([undefined, 502, 503, 504]);

/**
 * How long to wait before a request is sent again; undefined if it must not be. A request that was refused for its rate
 * has done nothing, so any may be repeated. Others may have been carried out although their answer is lost, and only those
 * that are repeatable are repeated.
 * @param retries at most
 * @param random 0 to 1: spreads clients that failed together
 */
export function waitBeforeRetry(failed: FailedAttempt, retries: number, random: number): number | undefined {
  if (failed.attempt > retries || !mayPass(failed)) return undefined;
  const backoff = FIRST_WAIT_MS * 2 ** (failed.attempt - 1) * (1 + random);
  const wait = Math.max(backoff, failed.retryAfterMs ?? 0);
  return wait > LONGEST_WAIT_MS ? undefined : wait;
}

function mayPass({ isRepeatable, status, code }: FailedAttempt): boolean {
  if (status === 429) return true;
  return isRepeatable && (PASSING.has(status) || code === 'idempotency-key-in-progress');
}
