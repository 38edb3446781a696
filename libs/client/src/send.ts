import { noAnswer, retryAfterMs } from './api-error.ts';
import { waitBeforeRetry, type FailedAttempt } from './retry.ts';

export interface SendLimits {
  readonly retries: number;
  readonly timeoutMs: number;
}

/** Methods that change nothing more when they are repeated. A repeated DELETE or PATCH may find what another one left. */
const repeatableMethods = new Set(['GET', 'PUT']);

/**
 * Sends a request, again where that helps and does no harm, and reads the whole answer.
 * @throws ApiError `no-answer`, or the reason of the request's signal
 */
export async function send(request: Request, { retries, timeoutMs }: SendLimits): Promise<Response> {
  const isRepeatable = repeatableMethods.has(request.method) || request.headers.has('idempotency-key');
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(request, timeoutMs);
    request.signal.throwIfAborted();
    const waitMs = waitBeforeRetry({ attempt, isRepeatable, ...seen(outcome) }, retries, Math.random());
    if (waitMs !== undefined) await sleep(waitMs, request.signal);
    else if ('response' in outcome) return outcome.response;
    else throw noAnswer(request.url, outcome.error);
  }
}

type Outcome = { readonly response: Response; readonly text: string } | { readonly error: unknown };

async function attemptOnce(request: Request, timeoutMs: number): Promise<Outcome> {
  try {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(request.clone(), { signal });
    const text = await response.text();
    const { status, statusText, headers } = response;
    const isEmpty = text === '';
    return { text, response: new Response(isEmpty ? null : text, { status, statusText, headers }) };
  } catch (error) {
    return { error };
  }
}

function seen(outcome: Outcome): Pick<FailedAttempt, 'status' | 'code' | 'retryAfterMs'> {
  if ('error' in outcome) return { status: undefined, code: undefined, retryAfterMs: undefined };
  const { status, headers } = outcome.response;
  return {
    status,
    code: status === 409 ? codeOf(outcome.text) : undefined,
    retryAfterMs: retryAfterMs(headers, Date.now()),
  };
}

function codeOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly code?: unknown } | null)?.code;
  } catch {
    return undefined;
  }
}

/** @throws the reason of the signal, if it is aborted meanwhile */
async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
  signal.throwIfAborted();
}
