import { recordChange, type ChangedMember } from '@casewire/audit';
import { inTransaction, type Pool } from '@casewire/database';
import { environments, isEnvironment, type TenantScope } from '@casewire/events';
import { findRejectedEvent, markRepublished, type RejectedEvent } from '@casewire/event-store';
import { requireView, tenantScope, visibleScope, type Identity } from '@casewire/identity';
import { Problem } from '@casewire/rest';
import { readRecord } from '../accept-events/read-record.ts';
import type { Reading } from '../admission/envelope.ts';
import type { Rejection } from '../admission/rejection.ts';
import type { EventPublisher, Publication } from '../publish-events/event-publisher.ts';
import { correctRecord, type Corrections } from './correct-record.ts';

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
   * its identity is free. If the record is published twice, the second event is a duplicate. An operator who acts for no
   * tenant gives it to the one that the attributes name; for others it stays their own.
   * @throws Problem not-found; invalid-state if no correction makes an event of the record; validation-failed if nothing
   *   says whose event it is; event-rejected; forbidden
   */
  async republish(by: Identity, id: string, corrections: Corrections): Promise<Published> {
    const { pool, publisher } = this.#parts;
    const rejected = await findRejectedEvent(pool, visibleScope(by), id);
    if (rejected === undefined) throw new Problem('not-found', { detail: 'there is no such rejected event' });
    if (rejected.tenantId !== undefined && rejected.isListedForTenant) requireView(by, rejected.tenantId);
    const event = this.#read(rejected, corrections);
    if (event.kind === 'rejected') throw eventRejected([event.rejection]);
    const owner = ownerOf(event.attributes, rejected, by);
    const { accepted, rejected: again } = await publisher.publish(
      [event],
      owner,
      rejected.headers['traceparent'],
    );
    const [published] = accepted;
    if (published === undefined) throw eventRejected(again);
    await inTransaction(pool, async (client) => {
      await markRepublished(client, id, new Date());
      await recordChange(client, by, {
        action: 'rejected-event.republished',
        resource: `rejected-events/${id}`,
        owner,
        changed: [{ member: 'event', after: published.uid }, ...changedMembers(corrections)],
      });
    });
    return published;
  }

  #read(rejected: RejectedEvent, corrections: Corrections): Reading {
    if (rejected.truncated) {
      throw new Problem('invalid-state', { detail: `it was too large to be kept in full: ${REMEDY}` });
    }
    const record = correctRecord(rejected, corrections);
    if (record === undefined || !isExact(record)) {
      throw new Problem('invalid-state', { detail: `it cannot be read as an event: ${REMEDY}` });
    }
    return readRecord({ ...record, headersAreText: true, rawHeaders: {} }, this.#parts.maxEventBytes);
  }
}

type Published = Publication['accepted'][number];

/** Whether the headers were kept as they came: U+FFFD stands for each character that cannot be stored. */
function isExact({ headers }: Pick<RejectedEvent, 'headers'>): boolean {
  return Object.entries(headers).every(([name, value]) => !`${name}${value}`.includes('\uFFFD'));
}

/** Whose event it becomes. @throws Problem validation-failed */
function ownerOf(
  attributes: ReadonlyMap<string, string>,
  rejected: Pick<RejectedEvent, 'tenantId' | 'environment'>,
  by: Identity,
): TenantScope {
  if (!by.operator) return tenantScope(by);
  const tenantId = by.tenantId ?? attributes.get('tenantid') ?? rejected.tenantId;
  const environment = by.environment ?? attributes.get('environment') ?? rejected.environment;
  if (tenantId === undefined) throw unassigned('tenantid', 'the id of a tenant');
  if (environment === undefined || !isEnvironment(environment))
    throw unassigned('environment', environments.join(', '));
  return { tenantId, environment };
}

function unassigned(attribute: string, accepted: string): Problem {
  const message = 'is required: nothing says whose event it is';
  return new Problem('validation-failed', {
    errors: [{ path: `attributes.${attribute}`, message, accepted }],
  });
}

/** What the audit says of corrections. Data may be sensitive, so its values are not in it. */
function changedMembers({ data, attributes }: Corrections): ChangedMember[] {
  return [
    ...(data === undefined ? [] : [{ member: 'data' }]),
    ...Object.entries(attributes).map(([name, after]) => ({ member: `attributes.${name}`, after })),
  ];
}

function eventRejected(rejections: readonly Rejection[]): Problem {
  return new Problem('event-rejected', {
    errors: rejections.map(({ path, message }) => ({ path, message })),
    extra: { reason: rejections[0]?.reason },
  });
}
