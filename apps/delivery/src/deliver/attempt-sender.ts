import { randomFillSync } from 'node:crypto';
import {
  classify,
  concernsWebhook,
  decideNextStep,
  isBack,
  retryAfterAt,
  retryPolicyOf,
  type ExchangeResult,
  type RetryPolicy,
  type SuccessRule,
} from '@casewire/delivery-policy';
import {
  reasonOfHold,
  timeOrderedUuid,
  type Attempt,
  type DeliveryMetadata,
  type NextStep,
  type ReleaseOutcome,
} from '@casewire/events';
import { signingOf, type Family } from '@casewire/families';
import type { HttpClient } from '@casewire/http-client';
import { resolveScheme, type SigningScheme } from '@casewire/signing';
import type { DeliveryTarget } from '@casewire/subscription-store';
import type { Endpoint } from './endpoint.ts';
import { Exchanges } from './exchanges.ts';
import type { Inspectors } from './inspectors.ts';
import { heedingOnGiveUp, type Sendable } from './release.ts';
import { prepareRequest, type PreparedRequest } from './request.ts';
import { shownExchange, type Exchange } from './shown-exchange.ts';

/** What an attempt depends on besides its release. */
export interface SenderEnvironment {
  /** Reaches receivers. */
  readonly httpClient: HttpClient;
  readonly inspectors: Pick<Inspectors, 'client' | 'requestTo'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Makes one attempt: signs, sends, and decides what follows. */
export class AttemptSender {
  readonly #environment: SenderEnvironment;
  readonly #exchanges: Exchanges;

  constructor(environment: SenderEnvironment) {
    this.#environment = environment;
    this.#exchanges = new Exchanges(environment.httpClient, environment.now);
  }

  /**
   * @returns the outcome; without an attempt, if no request can be made from the webhook's settings
   * @throws HttpError `aborted` if the client is closed meanwhile; never for what a receiver does
   */
  async send(release: Sendable, endpoint: Endpoint): Promise<ReleaseOutcome> {
    const { now } = this.#environment;
    const { delivery, family } = release;
    const rules = deliveryRules(endpoint.target, family);
    const startedAt = now();
    const request = prepareRequest(release, endpoint, rules.scheme, startedAt);
    if (typeof request === 'string')
      return {
        delivery,
        next: heedingOnGiveUp({ kind: 'give-up', reason: request }, delivery, endpoint.target),
      };
    const began = performance.now();
    const addressed = this.#address(request, release, endpoint, startedAt);
    const { exchange, tokens } = await this.#exchanges.make(addressed, endpoint, rules.timeoutMs);
    const redaction = tokens.length === 0 ? endpoint.redaction : endpoint.redaction.also(tokens);
    const attempt: Attempt = {
      id: newAttemptId(startedAt),
      number: delivery.attempt,
      startedAt,
      durationMs: Math.round((performance.now() - began) * 1000) / 1000,
      outcome: classify(resultOf(exchange), rules.successRule),
      request: request.shown,
      ...shownExchange(exchange, redaction),
    };
    const { target } = endpoint;
    const requestedAt = requestedRetryAt(exchange, now());
    const next =
      failedProbe(delivery, attempt, endpoint, now()) ?? this.#nextStep(release, attempt, requestedAt, rules);
    return {
      delivery,
      attempt,
      webhookVersion: target.version,
      ...(target.rateLimitPerSecond !== null && { rateLimited: true }),
      ...(requestedAt !== undefined &&
        concernsWebhook(attempt.responseCode ?? 0) && { retryAfterAt: requestedAt }),
      next: heedingOnGiveUp(next, delivery, target),
    };
  }

  #address(request: PreparedRequest, release: Sendable, { target }: Endpoint, now: number) {
    const { httpClient, inspectors } = this.#environment;
    const inspected = inspectors.requestTo(request, release, target, now);
    return inspected === undefined
      ? { sent: request.sent, client: httpClient }
      : { sent: inspected, client: inspectors.client };
  }

  #nextStep(
    { delivery }: Sendable,
    { outcome, number }: Attempt,
    requestedAt: number | undefined,
    { retry }: DeliveryRules,
  ): NextStep {
    const now = this.#environment.now();
    const finished = {
      outcome,
      number: number - (delivery.failedProbes ?? 0),
      acceptedAt: delivery.acceptedAt,
      ...(requestedAt !== undefined && { retryAfterAt: requestedAt }),
    };
    return decideNextStep(finished, retry, now, this.#environment.random());
  }
}

/** A ledger of an older version, which knows no breakers, releases a failed probe again after this time. */
const PROBE_RECHECK_MS = 60_000;

/** A probe that fails is held again, and uses up no retry. Undefined for any other attempt. */
function failedProbe(
  { probe }: DeliveryMetadata,
  attempt: Attempt,
  { target: { opening } }: Endpoint,
  now: number,
): NextStep | undefined {
  if (probe === undefined || opening === null || isBack(attempt)) return undefined;
  const { hold } = opening;
  return { kind: 'defer', reason: reasonOfHold(hold), at: now + PROBE_RECHECK_MS, hold };
}

/** How one delivery is sent and judged. */
interface DeliveryRules {
  readonly scheme: SigningScheme;
  readonly successRule: SuccessRule;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
}

/** What the webhook's owner chose, and the family's defaults for everything else. */
export function deliveryRules(target: DeliveryTarget, family: Family): DeliveryRules {
  const { defaults } = family;
  return {
    scheme: resolveScheme(target.signing, signingOf(target.format, family)),
    successRule: target.successStatus ?? defaults.success,
    timeoutMs: target.timeoutMs ?? defaults.timeoutMs,
    retry: retryPolicyOf(target.retry ?? undefined, defaults.retry),
  };
}

function resultOf(exchange: Exchange): ExchangeResult {
  return exchange.kind === 'answered' ? { kind: 'answered', status: exchange.response.status } : exchange;
}

/** When the receiver asked to be tried again, milliseconds since the epoch. */
function requestedRetryAt(exchange: Exchange, now: number): number | undefined {
  if (exchange.kind === 'failed') return undefined;
  const { status, headers } = exchange.response;
  return retryAfterAt(status, headers.get('retry-after'), now);
}

const ENTROPY_BYTES = 10;

/** Filled for many ids at once: asking for ten bytes costs nearly as much as asking for four thousand. */
const entropyPool = Buffer.alloc(400 * ENTROPY_BYTES);
let entropyUsed = entropyPool.length;

/** A random UUIDv7, since one release can be attempted twice: a process may die before it has recorded the first. */
function newAttemptId(startedAt: number): string {
  if (entropyUsed === entropyPool.length) {
    randomFillSync(entropyPool);
    entropyUsed = 0;
  }
  const entropy = entropyPool.subarray(entropyUsed, entropyUsed + ENTROPY_BYTES);
  entropyUsed += ENTROPY_BYTES;
  return timeOrderedUuid(startedAt, entropy);
}
