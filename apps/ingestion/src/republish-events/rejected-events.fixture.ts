import { randomBytes } from 'node:crypto';
import type { Pool } from '@casewire/database';
import { timeOrderedUuid } from '@casewire/events';
import { insertRejectedEvents, type RejectedEvent } from '@casewire/event-store';

let offset = 0n;

/**
 * Stores a record as rejected, by default of the tenant `acme` in its sandbox and in structured mode.
 * @param value of the record
 * @returns its id
 */
export async function insertRejected(
  pool: Pool,
  value: string,
  part: Partial<RejectedEvent> = {},
): Promise<string> {
  const id = timeOrderedUuid(Date.now(), randomBytes(10));
  await insertRejectedEvents(pool, [
    {
      id,
      tenantId: 'acme',
      environment: 'sandbox',
      reason: 'invalid-data',
      path: '',
      message: '',
      origin: { topic: 't.events.v1', partition: 0, offset: offset++ },
      key: null,
      headers: { 'content-type': 'application/cloudevents+json' },
      value: Buffer.from(value),
      truncated: false,
      rejectedAt: new Date(),
      ...part,
    },
  ]);
  return id;
}
