import { classify, decideNextStep } from '@casewire/delivery-policy';
import type { Attempt, AttemptOutcome, DeliveryMetadata, NextStep, ReleaseOutcome } from '@casewire/events';
import type { HttpClient } from '@casewire/http-client';
import { childTraceparent } from '@casewire/observability';
import { placeholderText, UnfilledPlaceholderError } from '@casewire/placeholders';
import { SecretError, sign } from '@casewire/signing';
import { newAttemptId } from './attempt-id.ts';
import { carriedValue } from './carried-value.ts';
import { deliveryRules, type DeliveryRules } from './delivery-rules.ts';
import type { Destination } from './destination.ts';
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
    const destination = tryFind(endpoint, delivery.placeholders);
    if (destination instanceof UnfilledPlaceholderError)
      return { delivery, next: giveUp(unfilledReason(destination)) };
    const { method } = endpoint.target;
    const { url, body } = carriedValue(method, destination.url, release.body);
    // What carries the payload is signed: the body, or the query that a GET has instead.
    const signatures = trySign(rules, delivery, endpoint.secrets, { body: release.body, startedAt });
    if (signatures === undefined) return { delivery, next: giveUp('unusable-secret') };
    const headers = requestHeaders({
      delivery,
      endpoint,
      destination,
      contentType: body && delivery.contentType,
      signatures,
      traceparent: childTraceparent(delivery.traceparent),
      userAgent: this.#environment.userAgent,
    });
    const began = performance.now();
    const exchange = await settleExchange(
      this.#environment.httpClient.request({
        method,
        url,
        headers,
        ...(body !== undefined && { body }),
        deadlineMs: rules.timeoutMs,
        maxResponseBytes: MAX_RESPONSE_BYTES,
      }),
    );
    const outcome = classify(resultOf(exchange), rules.successRule);
    const attempt: Attempt = {
      id: newAttemptId(startedAt),
      number: delivery.attempt,
      startedAt,
      durationMs: Math.round((performance.now() - began) * 1000) / 1000,
      outcome,
      request: {
        method,
        url: destination.shownUrl,
        headers: shownHeaders(headers, signatures, destination),
      },
      ...shownExchange(exchange, endpoint.redaction),
    };
    return { delivery, attempt, next: this.#nextStep(release, rules, exchange, outcome) };
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

function tryFind(
  { findDestination }: Endpoint,
  context: DeliveryMetadata['placeholders'] = {},
): Destination | UnfilledPlaceholderError {
  try {
    return findDestination(context);
  } catch (error) {
    if (error instanceof UnfilledPlaceholderError) return error;
    throw error;
  }
}

/** Undefined if the webhook's secrets cannot sign as its scheme needs. */
function trySign(
  { scheme }: DeliveryRules,
  { invocationId: id }: DeliveryMetadata,
  secrets: Endpoint['secrets'],
  { body, startedAt }: { readonly body: Buffer; readonly startedAt: number },
): Headers | undefined {
  if (scheme.scheme !== 'none' && secrets.length === 0) return undefined;
  try {
    const timestampSeconds = Math.floor(startedAt / 1000);
    return sign({ scheme, secrets, id, timestampSeconds, body });
  } catch (error) {
    if (error instanceof SecretError) return undefined;
    throw error;
  }
}

/** Nothing can be sent until the webhook's owner changes something. */
function giveUp(reason: string): NextStep {
  return { kind: 'give-up', reason };
}

function unfilledReason({ placeholder }: UnfilledPlaceholderError): string {
  const code = placeholder.kind === 'secret' ? 'unknown-secret' : 'unknown-placeholder';
  return `${code}: ${placeholderText(placeholder)}`;
}
