import { recordChange } from '@casewire/audit';
import { inTransaction, type Pool } from '@casewire/database';
import { findRejectedEvent, markRepublished, type RejectedEvent } from '@casewire/event-store';
import { tenantScope, type Identity } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import { readRecord, readRecordAttributes } from '../accept-events/read-record.ts';
import { readBinary, type Reading } from '../admission/envelope.ts';
import { orRejected } from '../admission/rejection.ts';
import type { EventPublisher, Publication } from '../publish-events/event-publisher.ts';

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
   * Publishes a rejected record again with its attributes, as POST /v1/events would. The original was not accepted, so
   * its identity is free. If the record is published twice, the second event is a duplicate.
   * @param data JSON text that replaces the original data; undefined keeps the original
   * @throws Problem not-found; invalid-state if the record cannot become an event, whatever its data; event-rejected
   */
  async republish(by: Identity, id: string, data: Buffer | undefined): Promise<Published> {
    const { pool, publisher } = this.#parts;
    const scope = tenantScope(by);
    const rejected = await findRejectedEvent(pool, scope, id);
    if (rejected === undefined) throw new Problem('not-found', { detail: 'there is no such rejected event' });
    const event = this.#read(rejected, data);
    const publication = await publisher.publish([event], scope, rejected.headers['traceparent']);
    const published = requireAccepted(publication);
    await inTransaction(pool, async (client) => {
      await markRepublished(client, id, new Date());
      await recordChange(client, by, {
        action: 'rejected-event.republished',
        resource: `rejected-events/${id}`,
        changed: [
          { member: 'event', after: published.uid },
          ...(data === undefined ? [] : [{ member: 'data' }]),
        ],
      });
    });
    return published;
  }

  #read(rejected: RejectedEvent, data: Buffer | undefined): Reading {
    if (rejected.truncated) {
      throw new Problem('invalid-state', { detail: `it was too large to be kept in full: ${REMEDY}` });
    }
    const record = { ...rejected, headersAreText: isExact(rejected), rawHeaders: {} };
    const whole = orRejected(() => ({ kind: 'whole' as const, attributes: readRecordAttributes(record) }));
    if (whole.kind === 'rejected' || !record.headersAreText) {
      throw new Problem('invalid-state', { detail: `it cannot be read as an event: ${REMEDY}` });
    }
    if (data === undefined) return readRecord(record, this.#parts.maxEventBytes);
    return orRejected(() => readBinary(whole.attributes, undefined, data));
  }
}

type Published = Publication['accepted'][number];

/** Whether the headers were kept as they came: U+FFFD stands for each character that cannot be stored. */
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
