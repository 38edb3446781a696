import { classify, decideNextStep } from '@casewire/delivery-policy';
import type { Attempt, AttemptOutcome, NextStep, ReleaseOutcome } from '@casewire/events';
import type { HttpClient } from '@casewire/http-client';
import { childTraceparent } from '@casewire/observability';
import { SecretError, sign } from '@casewire/signing';
import { newAttemptId } from './attempt-id.ts';
import { deliveryRules, type DeliveryRules } from './delivery-rules.ts';
import type { Endpoint } from './endpoint.ts';
import { requestedRetryAt, resultOf, settleExchange, type Exchange } from './exchange.ts';
import type { Sendable } from './read-release.ts';
import { requestHeaders, shownHeaders } from './request-headers.ts';
import { shownExchange } from './shown-exchange.ts';

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

type Headers = Record<string, string>;

/** Makes one attempt: signs, sends, and says what follows. */
export class AttemptSender {
  readonly #environment: SenderEnvironment;

  constructor(environment: SenderEnvironment) {
    this.#environment = environment;
  }

  /** @throws HttpError `aborted` if the client is closed meanwhile; never for what a receiver does */
  async send(release: Sendable, endpoint: Endpoint): Promise<ReleaseOutcome> {
    const { delivery, family } = release;
    const rules = deliveryRules(endpoint.target, family);
    const startedAt = this.#environment.now();
    const signatures = trySign(rules, release, endpoint, startedAt);
    if (signatures === undefined) return { delivery, next: { kind: 'give-up', reason: 'unusable-secret' } };
    const headers = requestHeaders({
      delivery,
      endpoint,
      signatures,
      traceparent: childTraceparent(delivery.traceparent),
      userAgent: this.#environment.userAgent,
    });
    const began = performance.now();
    const exchange = await this.#exchange(release, endpoint, headers, rules.timeoutMs);
    const outcome = classify(resultOf(exchange), rules.successRule);
    const attempt: Attempt = {
      id: newAttemptId(startedAt),
      number: delivery.attempt,
      startedAt,
      durationMs: Math.round((performance.now() - began) * 1000) / 1000,
      outcome,
      request: {
        method: endpoint.target.method,
        url: endpoint.shownUrl,
        headers: shownHeaders(headers, signatures),
      },
      ...shownExchange(exchange, endpoint.confidential),
    };
    return { delivery, attempt, next: this.#nextStep(release, rules, exchange, outcome) };
  }

  #exchange(release: Sendable, endpoint: Endpoint, headers: Headers, deadlineMs: number): Promise<Exchange> {
    return settleExchange(
      this.#environment.httpClient.request({
        method: endpoint.target.method,
        url: endpoint.url,
        headers,
        body: release.body,
        deadlineMs,
        maxResponseBytes: MAX_RESPONSE_BYTES,
      }),
    );
  }

  #nextStep(
    { delivery }: Sendable,
    { retry }: DeliveryRules,
    exchange: Exchange,
    outcome: AttemptOutcome,
  ): NextStep {
    const now = this.#environment.now();
    const retryAfterAt = requestedRetryAt(exchange, now);
    const finished = {
      outcome,
      number: delivery.attempt,
      acceptedAt: delivery.acceptedAt,
      ...(retryAfterAt !== undefined && { retryAfterAt }),
    };
    return decideNextStep(finished, retry, now, this.#environment.random());
  }
}

/** Undefined if the webhook's secrets cannot sign as its scheme needs. */
function trySign(
  { scheme }: DeliveryRules,
  { delivery, body }: Sendable,
  { secrets }: Endpoint,
  startedAt: number,
): Headers | undefined {
  if (scheme.scheme !== 'none' && secrets.length === 0) return undefined;
  try {
    const timestampSeconds = Math.floor(startedAt / 1000);
    return sign({ scheme, secrets, id: delivery.invocationId, timestampSeconds, body });
  } catch (error) {
    if (error instanceof SecretError) return undefined;
    throw error;
  }
}
