import type { DeliveryMetadata, NextStep, ReleaseOutcome } from '@casewire/events';
import { HttpError } from '@casewire/http-client';
import type { RecordBatch, Settlement } from '@casewire/kafka';
import type { KeyRing } from '@casewire/key-ring';
import type { Logger } from '@casewire/observability';
import type { DeliveryTarget, DeliveryTargets } from '@casewire/subscription-store';
import type { AttemptSender } from './attempt-sender.ts';
import { openEndpoint, type Endpoint } from './endpoint.ts';
import type { DeferralReason } from './lane.ts';
import type { Lanes, WebhookRate } from './lanes.ts';
import type { OutcomePublisher } from './outcome-publisher.ts';
import {
  decideRelease,
  heedingOnGiveUp,
  readRelease,
  type Release,
  type ReleaseSituation,
} from './release.ts';

/** Reads everything a batch needs, in one query. */
export type LoadTargets = (wanted: {
  readonly webhookIds: readonly string[];
  readonly invocationIds: readonly string[];
}) => Promise<DeliveryTargets>;

/** What a deliverer works with. */
export interface DelivererParts {
  readonly loadTargets: LoadTargets;
  readonly keyRing: KeyRing;
  readonly lanes: Lanes;
  readonly sender: AttemptSender;
  readonly publisher: OutcomePublisher;
}

export interface DelivererOptions {
  /** Attempts of one webhook at once, where the webhook has no `maxConcurrency`. */
  readonly concurrencyPerWebhook: number;
  readonly logger: Logger;
  /** Told of every outcome, before it is published. */
  readonly onOutcome: (outcome: ReleaseOutcome) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A secret that does not open now may open once the operator has restored its master key. */
const SECRET_RECHECK_MS = 5 * 60 * 1000;

const done: Settlement = { kind: 'done' };
const abandoned: Settlement = { kind: 'abandoned' };

/** Turns releases into attempts. A release is settled when the record of its outcome is acknowledged. */
export class Deliverer {
  readonly #parts: DelivererParts;
  readonly #options: DelivererOptions;
  /** Signals whose abort already empties the lanes. */
  readonly #watched = new WeakSet<AbortSignal>();
  /** Of webhooks for which releases wait in their lanes, by webhook id. */
  readonly #queues = new Map<string, Queue>();

  constructor(parts: DelivererParts, options: DelivererOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /** Returns as soon as everything is sent, queued or answered: the next batch need not wait for receivers. */
  async deliver(batch: RecordBatch): Promise<(Settlement | Promise<Settlement>)[]> {
    this.#abandonOnClose(batch.signal);
    const readings = batch.records.map(readRelease);
    const releases = readings.filter((reading) => reading.kind === 'release');
    const targets = await this.#parts.loadTargets({
      webhookIds: releases.map(({ delivery }) => delivery.webhookId),
      invocationIds: releases.map(({ delivery }) => delivery.invocationId),
    });
    const webhooks = this.#noteWebhooks(targets);
    return readings.map((reading) =>
      reading.kind === 'release' ? this.#begin(reading, batch, webhooks, targets.cancelled) : reading,
    );
  }

  /** Releases that wait in lanes go by the newest state of their webhook: it may have been paused since they came. */
  #noteWebhooks({ webhooks }: DeliveryTargets): ReadonlyMap<string, KnownWebhook> {
    const known = new Map<string, KnownWebhook>();
    for (const [webhookId, target] of webhooks) {
      const webhook: KnownWebhook = { target };
      known.set(webhookId, webhook);
      const queue = this.#queues.get(webhookId);
      if (queue !== undefined) queue.newest = webhook;
    }
    return known;
  }

  #begin(
    release: Release,
    batch: RecordBatch,
    webhooks: ReadonlyMap<string, KnownWebhook>,
    cancelled: ReadonlySet<string>,
  ): Promise<Settlement> {
    const { webhookId, invocationId } = release.delivery;
    const webhook = webhooks.get(webhookId) ?? { target: undefined };
    const step = this.#decide(release, webhook, {
      cancelled: cancelled.has(invocationId),
      isStraggler: batch.isStraggler(release.record),
    });
    return step.kind === 'send'
      ? this.#enqueue(release, webhook, step.endpoint, batch)
      : this.#answer(release, step.next, batch.signal);
  }

  #decide(
    { delivery }: Release,
    webhook: KnownWebhook,
    situation: Pick<ReleaseSituation, 'cancelled' | 'isStraggler'>,
  ): Step {
    const { target } = webhook;
    const decision = decideRelease({ ...situation, target, probe: delivery.probe }, this.#options.now());
    if (decision.kind === 'answer') return decision;
    webhook.endpoint ??= this.#open(decision.target);
    return webhook.endpoint.kind === 'usable'
      ? { kind: 'send', endpoint: webhook.endpoint.endpoint }
      : { kind: 'answer', next: heedingOnGiveUp(webhook.endpoint.next, delivery, decision.target) };
  }

  #open(target: DeliveryTarget): EndpointState {
    try {
      const endpoint = openEndpoint(target, this.#parts.keyRing);
      if (endpoint !== undefined) return { kind: 'usable', endpoint };
      return { kind: 'unusable', next: { kind: 'give-up', reason: 'invalid-url' } };
    } catch (error) {
      this.#options.logger.error({ webhookId: target.webhookId, error }, 'secret of a webhook does not open');
      const at = this.#options.now() + SECRET_RECHECK_MS;
      return { kind: 'unusable', next: { kind: 'defer', reason: 'secret-unavailable', at } };
    }
  }

  #enqueue(
    release: Release,
    webhook: KnownWebhook,
    endpoint: Endpoint,
    batch: RecordBatch,
  ): Promise<Settlement> {
    const limit = endpoint.target.maxConcurrency ?? this.#options.concurrencyPerWebhook;
    const { delivery } = release;
    const queue = this.#enterQueue(delivery.webhookId, webhook);
    return new Promise((resolve, reject) => {
      const job = {
        bytes: release.body.length,
        isBacklog: delivery.backlog !== undefined,
        run: () => {
          this.#leaveQueue(delivery.webhookId, queue);
          return this.#attempt(release, queue.newest, batch).then((outcome) => {
            // The place in the lane is free from here on: only the record waits for the brokers.
            resolve(outcome === undefined ? abandoned : this.#settle(outcome, batch.signal));
          }, reject);
        },
        defer: (delayMs: number, reason: DeferralReason) => {
          this.#leaveQueue(delivery.webhookId, queue);
          const at = this.#options.now() + delayMs;
          resolve(this.#answer(release, { kind: 'defer', reason, at }, batch.signal));
        },
        abandon: () => {
          this.#leaveQueue(delivery.webhookId, queue);
          resolve(abandoned);
        },
      };
      const rate = rateOf(delivery, endpoint.target, this.#options.now());
      this.#parts.lanes.submit(delivery.webhookId, delivery, limit, job, rate);
    });
  }

  #enterQueue(webhookId: string, newest: KnownWebhook): Queue {
    const queue = this.#queues.get(webhookId) ?? { waiting: 0, newest };
    queue.waiting += 1;
    this.#queues.set(webhookId, queue);
    return queue;
  }

  #leaveQueue(webhookId: string, queue: Queue): void {
    queue.waiting -= 1;
    if (queue.waiting === 0) this.#queues.delete(webhookId);
  }

  /** Undefined if another process has the release's partition now, or this one closes before the attempt has ended. */
  async #attempt(
    release: Release,
    webhook: KnownWebhook,
    batch: RecordBatch,
  ): Promise<ReleaseOutcome | undefined> {
    // Asked now, because the release may have waited in its lane: its partition may have gone to another process.
    if (batch.signal.aborted || !batch.isOwned(release.record)) return undefined;
    const step = this.#decide(release, webhook, { cancelled: false, isStraggler: false });
    if (step.kind === 'answer') return { delivery: release.delivery, next: step.next };
    try {
      return await this.#parts.sender.send(release, step.endpoint);
    } catch (error) {
      if (error instanceof HttpError && error.code === 'aborted') return undefined;
      throw error;
    }
  }

  #answer({ delivery }: Release, next: NextStep, signal: AbortSignal): Promise<Settlement> {
    return this.#settle({ delivery, next }, signal);
  }

  async #settle(outcome: ReleaseOutcome, signal: AbortSignal): Promise<Settlement> {
    this.#options.onOutcome(outcome);
    await this.#parts.publisher.publish(outcome, signal);
    return done;
  }

  #abandonOnClose(signal: AbortSignal): void {
    if (this.#watched.has(signal)) return;
    this.#watched.add(signal);
    signal.addEventListener('abort', () => {
      this.#parts.lanes.abandonQueued();
    });
  }
}

/** The rate of a delivery's webhook; undefined where it has none. */
function rateOf(
  { release, attempt }: DeliveryMetadata,
  { rateLimitPerSecond, lastStartedAt, latestDueAt }: DeliveryTarget,
  now: number,
): WebhookRate | undefined {
  if (rateLimitPerSecond === null) return undefined;
  return {
    perSecond: rateLimitPerSecond,
    known: {
      ...(lastStartedAt !== null && { sinceLastStartMs: Math.max(0, now - lastStartedAt.getTime()) }),
      ...(latestDueAt !== null && { untilLatestDueMs: latestDueAt.getTime() - now }),
    },
    // A deferral makes a release, and no attempt.
    isReturning: release > attempt,
  };
}

/** A webhook as a batch has found it. */
interface KnownWebhook {
  /** Undefined if there never was such a webhook. */
  readonly target: DeliveryTarget | undefined;
  /** Opened for the first release that needs it. */
  endpoint?: EndpointState;
}

/** The releases of a webhook that wait for their turn. */
interface Queue {
  waiting: number;
  /** The webhook, as found by the newest batch that has a release for it. */
  newest: KnownWebhook;
}

/** Whether a release is sent, and where to, or answered without sending. */
type Step =
  | { readonly kind: 'send'; readonly endpoint: Endpoint }
  | { readonly kind: 'answer'; readonly next: NextStep };

type EndpointState =
  | { readonly kind: 'usable'; readonly endpoint: Endpoint }
  | { readonly kind: 'unusable'; readonly next: NextStep };
