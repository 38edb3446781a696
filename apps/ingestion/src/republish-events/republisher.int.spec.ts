import { beforeAll, describe, expect, it } from '@jest/globals';
import { findRejectedEvent, type RejectedEvent } from '@casewire/event-store';
import { scopes } from '@casewire/identity';
import type { OutgoingRecord } from '@casewire/kafka';
import { insertEventType, insertTenant } from '@casewire/testing';
import { useDatabase } from '@casewire/testing/fixtures';
import { EventJudge } from '../admission/event-judge.ts';
import { TenantDirectory } from '../admission/tenant-directory.ts';
import { EventPublisher } from '../publish-events/event-publisher.ts';
import { insertRejected } from './rejected-events.fixture.ts';
import { Republisher } from './republisher.ts';

const scope = { tenantId: 'acme', environment: 'sandbox' as const };
const caller = { ...scope, scopes, operator: false, actor: 'key-1' };
const maxEventBytes = 10_000;
const produced: OutgoingRecord[] = [];

const { pool } = useDatabase();
const producer = {
  sendAll: (records: readonly OutgoingRecord[]) => {
    produced.push(...records);
    return Promise.resolve();
  },
};
const publisher = new EventPublisher(
  { topicPrefix: 't.', internalKey: 'k'.repeat(32) },
  { pool, producer, judge: new EventJudge(new TenantDirectory(pool), maxEventBytes) },
);
const republisher = new Republisher({ pool, publisher, maxEventBytes });

beforeAll(async () => {
  await insertTenant(pool, 'acme');
  await insertEventType(pool, 'acme', 'claim.paid');
});

const event = { specversion: '1.0', id: 'e', source: '/claims', type: 'claim.paid' };

function reject(value: string, part?: Partial<RejectedEvent>): Promise<string> {
  return insertRejected(pool, value, part);
}

describe('Republisher', () => {
  it.each<[string, string, Partial<RejectedEvent>]>([
    ['was cut', JSON.stringify(event), { truncated: true }],
    ['is no JSON', '{"id":', {}],
    ['holds an attribute that is no text', JSON.stringify({ ...event, vendor: {} }), {}],
    ['has headers that could not be kept', '{}', { headers: { ce_specversion: '1.0', ce_id: 'a\uFFFD' } }],
    ['is no event', '{}', { headers: { 'content-type': 'text/plain' } }],
  ])('says what to do about a record that %s', async (_what, value, part) => {
    const id = await reject(value, part);
    await expect(republisher.republish(caller, id, Buffer.from('{}'))).rejects.toMatchObject({
      code: 'invalid-state',
      message: expect.stringContaining('POST /v1/events'),
    });
    expect((await findRejectedEvent(pool, scope, id))?.republishedAt).toBeUndefined();
  });

  it('publishes corrected data with all the attributes of the original', async () => {
    const id = await reject(
      JSON.stringify({ ...event, vendor: 'x', subject: 's', datacontenttype: 'text/xml', data: '<a/>' }),
    );
    await expect(republisher.republish(caller, id, undefined)).rejects.toMatchObject({
      code: 'event-rejected',
    });
    const published = await republisher.republish(caller, id, Buffer.from('{"n":1.50}'));
    expect(published).toMatchObject({ id: 'e', source: '/claims' });
    expect(produced.at(-1)).toMatchObject({
      topic: 't.events.v1',
      key: 's',
      value: Buffer.from('{"n":1.50}'),
      headers: { ce_vendor: 'x', ce_type: 'claim.paid', ce_tenantid: 'acme' },
    });
    expect((await findRejectedEvent(pool, scope, id))?.republishedAt).toBeInstanceOf(Date);
  });

  it('finds no record of another environment', async () => {
    const id = await reject(JSON.stringify({ ...event, data: {} }));
    const other = { ...caller, environment: 'production' as const };
    await expect(republisher.republish(other, id, undefined)).rejects.toMatchObject({ code: 'not-found' });
  });
});
