import type { Pool } from '@casewire/database';
import { findRejectedEvent, markRepublished, type RejectedEvent } from '@casewire/event-store';
import type { TenantScope } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import { readRecord, readRecordAttributes } from '../accept-events/read-record.ts';
import { readBinary, type Envelope } from '../admission/envelope.ts';
import type { Rejection } from '../admission/rejection.ts';
import type { EventPublisher, Publication } from '../publish-events/event-publisher.ts';
import { isRejection, orRejection } from '../publish-events/read-request.ts';

const REMEDY = 'publish the event as it should be with POST /v1/events';

export interface RepublisherParts {
  readonly pool: Pool;
  readonly publisher: EventPublisher;
  readonly maxEventBytes: number;
}

/** Publishes rejected records again, as new events. */
export class Republisher {
  readonly #parts: RepublisherParts;

  constructor(parts: RepublisherParts) {
    this.#parts = parts;
  }

  /**
   * Publishes a rejected record again with its attributes, the way POST /v1/events does. Nothing of the original was
   * accepted, so its identity is free; once accepted, another time is a duplicate.
   * @param data JSON text in the place of the original's, undefined for the original
   * @throws Problem not-found; invalid-state where no data can make an event of it; event-rejected
   */
  async republish(scope: TenantScope, id: string, data: Buffer | undefined): Promise<Published> {
    const { pool, publisher } = this.#parts;
    const rejected = await findRejectedEvent(pool, scope, id);
    if (rejected === undefined) throw new Problem('not-found', { detail: 'there is no such rejected event' });
    const envelope = this.#read(rejected, data);
    const publication = await publisher.publish([envelope], scope, rejected.headers['traceparent']);
    const published = requireAccepted(publication);
    await markRepublished(pool, id, new Date());
    return published;
  }

  #read(rejected: RejectedEvent, data: Buffer | undefined): Envelope | Rejection {
    if (rejected.truncated) {
      throw new Problem('invalid-state', { detail: `it was too large to be kept in full: ${REMEDY}` });
    }
    const record = { ...rejected, headersAreText: isExact(rejected) };
    const attributes = orRejection(() => readRecordAttributes(record));
    if (isRejection(attributes) || !record.headersAreText) {
      throw new Problem('invalid-state', { detail: `it cannot be read as an event: ${REMEDY}` });
    }
    if (data === undefined) return orRejection(() => readRecord(record, this.#parts.maxEventBytes));
    return orRejection(() => readBinary(attributes, undefined, data));
  }
}

type Published = Publication['accepted'][number];

/** Whether the headers were kept as they came: what cannot be stored stands there as U+FFFD. */
function isExact({ headers }: RejectedEvent): boolean {
  return Object.entries(headers).every(([name, value]) => !`${name}${value}`.includes('\uFFFD'));
}

function requireAccepted({ accepted, rejected }: Publication): Published {
  const [published] = accepted;
  if (published !== undefined) return published;
  throw new Problem('event-rejected', {
    errors: rejected.map(({ path, message }) => ({ path, message })),
    extra: { reason: rejected[0]?.reason },
  });
}
