import { isTransientDatabaseError, type Pool } from '@casewire/database';
import {
  encodeEventHeaders,
  eventUid,
  RECEIPT_HEADER,
  sealReceipt,
  topicName,
  type TenantScope,
} from '@casewire/events';
import { reserveClaims, type AcceptanceTimes, type ReservationRequest } from '@casewire/event-store';
import type { OutgoingRecord, RecordProducer } from '@casewire/kafka';
import { Gatherer } from '@casewire/shares';
import type { Admitted } from '../admission/admit.ts';
import type { AttributeDefaults } from '../admission/attributes.ts';
import type { Reading } from '../admission/envelope.ts';
import type { Arrival, EventJudge } from '../admission/event-judge.ts';
import type { Rejection } from '../admission/rejection.ts';
import type { Caller } from '../admission/tenant-directory.ts';
import { tooManyRequests } from '../too-many-requests.ts';

/** What became of the events of one request. */
export interface Publication {
  readonly accepted: readonly { readonly id: string; readonly source: string; readonly uid: string }[];
  readonly rejected: readonly (Rejection & { readonly index: number })[];
}

export interface PublisherSettings {
  readonly topicPrefix: string;
  readonly internalKey: string;
}

export interface PublisherParts {
  readonly pool: Pool;
  readonly producer: Pick<RecordProducer, 'sendAll'>;
  readonly judge: EventJudge;
}

/** How long a request waits for the brokers. One that is repeated afterwards yields no second event. */
const ANSWER_WITHIN_MS = 30_000;

/**
 * Judges events that came over HTTP and writes those that are admitted to `events.v1`, as upstream does. What requests that
 * come at the same time ask the database goes together, and so do their records.
 */
export class EventPublisher {
  readonly #settings: PublisherSettings;
  readonly #parts: PublisherParts;
  readonly #reservations: Gatherer<readonly ReservationRequest[], AcceptanceTimes>;

  constructor(settings: PublisherSettings, parts: PublisherParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#reservations = new Gatherer({
      askTogether: (requests) => reserveClaims(parts.pool, requests.flat()),
      isTransient: isTransientDatabaseError,
      sizeOf: ({ length }) => length,
      refusal: tooManyRequests,
    });
  }

  /**
   * Resolves when every admitted event is on `events` with acks=all.
   * @throws what the producer or the database throws. Some events may be on the topic then; repeating the request is safe
   */
  async publish(
    events: Iterable<Reading>,
    caller: Caller,
    traceparent: string | undefined,
  ): Promise<Publication> {
    const receivedAt = Date.now();
    const { tenantId, environment } = caller;
    const scope = { tenantId, environment };
    const verdicts = await this.#parts.judge.judge(arrivals(events, { ...scope, receivedAt }), caller);
    const admitted = verdicts.filter((verdict) => verdict.kind === 'admitted');
    const times = await this.#reserve(scope, admitted, receivedAt);
    const acceptedAt = ({ identity }: Admitted) => times.get(identity.toString('hex')) ?? receivedAt;
    await this.#parts.producer.sendAll(
      admitted.map((event) => this.#toRecord(event, acceptedAt(event), traceparent)),
      { answerWithinMs: ANSWER_WITHIN_MS },
    );
    return {
      accepted: admitted.map((event) => ({
        id: event.attributes.id,
        source: event.attributes.source,
        uid: eventUid(event.identity, acceptedAt(event)),
      })),
      rejected: verdicts.flatMap((verdict, index) =>
        verdict.kind === 'rejected' ? [{ ...verdict.rejection, index }] : [],
      ),
    };
  }

  async #reserve(
    scope: TenantScope,
    events: readonly Admitted[],
    acceptedAt: number,
  ): Promise<AcceptanceTimes> {
    if (events.length === 0) return new Map();
    return this.#reservations.ask(
      scope,
      events.map(({ identity }) => ({ identity, acceptedAt })),
    );
  }

  #toRecord(
    { attributes, data, identity }: Admitted,
    acceptedAt: number,
    traceparent: string | undefined,
  ): OutgoingRecord {
    const headers = encodeEventHeaders(attributes);
    headers[RECEIPT_HEADER] = sealReceipt(acceptedAt, identity, this.#settings.internalKey);
    if (traceparent !== undefined) headers['traceparent'] = traceparent;
    return {
      topic: topicName(this.#settings.topicPrefix, 'events'),
      key: attributes.subject ?? attributes.id,
      value: data,
      headers,
    };
  }
}

function* arrivals(events: Iterable<Reading>, defaults: AttributeDefaults): Generator<Arrival> {
  for (const reading of events) yield { reading, defaults };
}
