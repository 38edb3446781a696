import { classify, decideNextStep, retryAfterAt, type ExchangeFailure } from '@casewire/delivery-policy';
import type { Attempt, NextStep, ReleaseOutcome } from '@casewire/events';
import { HttpError, type HttpClient, type HttpResponse } from '@casewire/http-client';
import { childTraceparent } from '@casewire/observability';
import { SecretError, sign } from '@casewire/signing';
import { newAttemptId } from './attempt-id.ts';
import { deliveryRules, type DeliveryRules } from './delivery-rules.ts';
import type { Endpoint } from './endpoint.ts';
import type { Release } from './read-release.ts';
import { requestHeaders, shownHeaders } from './request-headers.ts';
import { responseExcerpt, responseHeaders, shownError } from './shown-response.ts';

/** An answer's body is read this far, so that the connection of a talkative receiver can be used again. */
const MAX_RESPONSE_BYTES = 64 * 1024;

/** What an attempt depends on besides its release. */
export interface SenderEnvironment {
  readonly httpClient: HttpClient;
  readonly userAgent: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

type Exchange =
  | { readonly kind: 'answered'; readonly response: HttpResponse }
  | { readonly kind: 'failed'; readonly code: ExchangeFailure; readonly message: string };

/** Makes one attempt: signs, sends, and says what follows. Never throws for what a receiver does. */
export class AttemptSender {
  readonly #environment: SenderEnvironment;

  constructor(environment: SenderEnvironment) {
    this.#environment = environment;
  }

  async send(release: Release, endpoint: Endpoint): Promise<ReleaseOutcome> {
    const { delivery, body, family } = release;
    const { httpClient, userAgent, now, random } = this.#environment;
    const rules = deliveryRules(endpoint.target, family);
    const startedAt = now();
    const signatures = trySign(rules, release, endpoint, startedAt);
    if (signatures === undefined) return { delivery, next: { kind: 'give-up', reason: 'unusable-secret' } };
    const traceparent = childTraceparent(delivery.traceparent);
    const headers = requestHeaders({ delivery, endpoint, signatures, traceparent, userAgent });
    const { method } = endpoint.target;
    const began = performance.now();
    const exchange = await exchanged(
      httpClient.request({
        method,
        url: endpoint.url,
        headers,
        body,
        deadlineMs: rules.timeoutMs,
        maxResponseBytes: MAX_RESPONSE_BYTES,
      }),
    );
    const outcome = classify(
      exchange.kind === 'answered' ? { kind: 'answered', status: exchange.response.status } : exchange,
      rules.successRule,
    );
    const endedAt = now();
    const attempt: Attempt = {
      id: newAttemptId(startedAt),
      number: delivery.attempt,
      startedAt,
      durationMs: Math.round((performance.now() - began) * 1000) / 1000,
      outcome,
      request: { method, url: endpoint.shownUrl, headers: shownHeaders(headers, signatures) },
      ...shownExchange(exchange, endpoint),
    };
    const requestedAt = requestedRetry(exchange, endedAt);
    const next: NextStep = decideNextStep(
      {
        outcome,
        number: delivery.attempt,
        acceptedAt: delivery.acceptedAt,
        ...(requestedAt !== undefined && { retryAfterAt: requestedAt }),
      },
      rules.retry,
      endedAt,
      random(),
    );
    return { delivery, attempt, next };
  }
}

/** Undefined if the webhook's secrets cannot sign as its scheme needs. */
function trySign(
  { scheme }: DeliveryRules,
  { delivery, body }: Release,
  { secrets }: Endpoint,
  startedAt: number,
): Record<string, string> | undefined {
  if (scheme.scheme !== 'none' && secrets.length === 0) return undefined;
  try {
    const timestampSeconds = Math.floor(startedAt / 1000);
    return sign({ scheme, secrets, id: delivery.invocationId, timestampSeconds, body });
  } catch (error) {
    if (error instanceof SecretError) return undefined;
    throw error;
  }
}

async function exchanged(answer: Promise<HttpResponse>): Promise<Exchange> {
  try {
    return { kind: 'answered', response: await answer };
  } catch (error) {
    if (!(error instanceof HttpError) || error.code === 'aborted') throw error;
    return { kind: 'failed', code: error.code, message: error.message };
  }
}

function shownExchange(
  exchange: Exchange,
  { confidential }: Endpoint,
): Pick<Attempt, 'responseCode' | 'responseHeaders' | 'responseBody' | 'error'> {
  if (exchange.kind === 'failed') return { error: shownError(exchange.message, confidential) };
  const { response } = exchange;
  const excerpt = responseExcerpt(response, confidential);
  return {
    responseCode: response.status,
    responseHeaders: responseHeaders(response.headers),
    ...(excerpt !== undefined && { responseBody: excerpt }),
  };
}

function requestedRetry(exchange: Exchange, now: number): number | undefined {
  if (exchange.kind === 'failed') return undefined;
  const { status, headers } = exchange.response;
  const header = headers['retry-after'];
  return retryAfterAt(status, typeof header === 'string' ? header : undefined, now);
}
