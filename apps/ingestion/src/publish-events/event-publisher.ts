import type { Pool } from '@casewire/database';
import { eventUid, identityHash, topicName } from '@casewire/events';
import { findClaims } from '@casewire/event-store';
import type { OutgoingRecord } from '@casewire/kafka';
import type { TenantScope } from '@casewire/identity';
import { sealReceipt, RECEIPT_HEADER } from '../receipt.ts';
import type { AdmittedEvent } from '../admission/admit.ts';
import type { Envelope } from '../admission/envelope.ts';
import type { Rejection } from '../admission/rejection.ts';
import { isAdmitted, type EventJudge } from './event-judge.ts';

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
  readonly sink: { sendAll(records: readonly OutgoingRecord[]): Promise<void> };
  readonly judge: EventJudge;
}

/** Judges events that came over HTTP and writes the good ones to the topic that upstream writes to. */
export class EventPublisher {
  readonly #settings: PublisherSettings;
  readonly #parts: PublisherParts;

  constructor(settings: PublisherSettings, parts: PublisherParts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  /**
   * Resolves when every admitted event is on `events` with acks=all.
   * @throws what the producer or the database throws; then nothing is promised, and repeating the request is safe
   */
  async publish(
    events: readonly (Envelope | Rejection)[],
    scope: TenantScope,
    traceparent: string | undefined,
  ): Promise<Publication> {
    const receivedAt = Date.now();
    const judged = await this.#parts.judge.judge(events, scope, receivedAt);
    const admitted = judged.flatMap((event) =>
      isAdmitted(event)
        ? [{ event, identity: identityHash({ ...event.attributes, tenantId: scope.tenantId }) }]
        : [],
    );
    const claims = await findClaims(
      this.#parts.pool,
      admitted.map(({ identity }) => identity),
    );
    await this.#parts.sink.sendAll(
      admitted.map(({ event, identity }) => this.#toRecord(event, identity, receivedAt, traceparent)),
    );
    return {
      accepted: admitted.map(({ event: { attributes }, identity }) => ({
        id: attributes.id,
        source: attributes.source,
        uid: eventUid(identity, claims.get(identity.toString('hex')) ?? receivedAt),
      })),
      rejected: judged.flatMap((event, index) => (isAdmitted(event) ? [] : [{ ...event, index }])),
    };
  }

  #toRecord(
    { attributes, data }: AdmittedEvent,
    identity: Buffer,
    receivedAt: number,
    traceparent: string | undefined,
  ): OutgoingRecord {
    const headers: Record<string, string> = {
      ce_specversion: '1.0',
      'content-type': 'application/json',
      [RECEIPT_HEADER]: sealReceipt(receivedAt, identity, this.#settings.internalKey),
    };
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined) headers[`ce_${name}`] = value;
    }
    if (traceparent !== undefined) headers['traceparent'] = traceparent;
    return {
      topic: topicName(this.#settings.topicPrefix, 'events'),
      key: attributes.subject ?? attributes.id,
      value: data,
      headers,
    };
  }
}
