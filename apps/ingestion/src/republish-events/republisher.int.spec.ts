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

const asItWas = { attributes: {} };
const operator = { scopes, operator: true, actor: 'operator' };
const event = { specversion: '1.0', id: 'e', source: '/claims', type: 'claim.paid' };

function reject(value: string, part?: Partial<RejectedEvent>): Promise<string> {
  return insertRejected(pool, value, part);
}

describe('Republisher', () => {
  it.each<[string, string, Partial<RejectedEvent>]>([
    ['was cut', JSON.stringify(event), { truncated: true }],
    ['is no JSON', '{"id":', {}],
    ['is an array', JSON.stringify([event]), {}],
    ['has headers that could not be kept', '{}', { headers: { ce_specversion: '1.0', ce_id: 'a\uFFFD' } }],
  ])('says what to do about a record that %s', async (_what, value, part) => {
    const id = await reject(value, part);
    await expect(
      republisher.republish(caller, id, { data: Buffer.from('{}'), attributes: {} }),
    ).rejects.toMatchObject({
      code: 'invalid-state',
      message: expect.stringContaining('POST /v1/events'),
    });
    expect((await findRejectedEvent(pool, scope, id))?.republishedAt).toBeUndefined();
  });

  it('publishes corrected data with all the attributes of the original', async () => {
    const id = await reject(
      JSON.stringify({ ...event, vendor: 'x', subject: 's', datacontenttype: 'text/xml', data: '<a/>' }),
    );
    await expect(republisher.republish(caller, id, asItWas)).rejects.toMatchObject({
      code: 'event-rejected',
    });
    const published = await republisher.republish(caller, id, {
      data: Buffer.from('{"n":1.50}'),
      attributes: {},
    });
    expect(published).toMatchObject({ id: 'e', source: '/claims' });
    expect(produced.at(-1)).toMatchObject({
      topic: 't.events.v1',
      key: 's',
      value: Buffer.from('{"n":1.50}'),
      headers: { ce_vendor: 'x', ce_type: 'claim.paid', ce_tenantid: 'acme' },
    });
    expect((await findRejectedEvent(pool, scope, id))?.republishedAt).toBeInstanceOf(Date);
  });

  it.each<[string, string, Partial<RejectedEvent>]>([
    [
      'structured',
      `${JSON.stringify({ ...event, type: 'claim.payed', subject: 's', vendor: {} }).slice(0, -1)},"data":{"n":1.50}}`,
      {},
    ],
    [
      'binary',
      '{"n":1.50}',
      {
        headers: {
          ce_id: 'e',
          ce_source: '/claims',
          ce_type: 'claim.payed',
          ce_subject: 's',
          ce_vendor: '\u0007',
        },
      },
    ],
  ])(
    'publishes corrected attributes with the bytes of the original data, in mode %s',
    async (_mode, value, part) => {
      const id = await reject(value, part);
      await expect(republisher.republish(caller, id, asItWas)).rejects.toMatchObject({
        code: 'event-rejected',
      });
      const attributes = { specversion: '1.0', type: 'claim.paid', vendor: null };
      await republisher.republish(caller, id, { attributes });
      const { value: data, headers } = produced.at(-1) ?? {};
      expect(String(data)).toBe('{"n":1.50}');
      expect(headers).toMatchObject({ ce_type: 'claim.paid', ce_subject: 's', ce_tenantid: 'acme' });
      expect(headers).not.toHaveProperty('ce_vendor');
    },
  );

  it('names what is still wrong with an attribute', async () => {
    const id = await reject(JSON.stringify({ ...event, vendor: {}, data: {} }));
    await expect(republisher.republish(caller, id, { attributes: { type: '' } })).rejects.toMatchObject({
      code: 'event-rejected',
      errors: [{ path: 'vendor', message: 'must be a string, an integer or a boolean' }],
    });
    await expect(
      republisher.republish(caller, id, { attributes: { type: '', vendor: null } }),
    ).rejects.toMatchObject({
      code: 'event-rejected',
      errors: [{ path: 'type', message: 'must not be empty' }],
    });
  });

  it('gives no event of a tenant to another one', async () => {
    const id = await reject(JSON.stringify({ ...event, data: {} }));
    await expect(
      republisher.republish(caller, id, { attributes: { tenantid: 'other' } }),
    ).rejects.toMatchObject({ code: 'event-rejected', errors: [{ path: 'tenantid' }] });
  });

  it('lets the operator alone give an event without a tenant to one', async () => {
    const id = await reject(JSON.stringify({ ...event, data: {} }));
    await pool.query(
      'UPDATE ingestion.rejected_events SET tenant_id = NULL, environment = NULL WHERE id = $1',
      [id],
    );
    const owner = { tenantid: 'acme', environment: 'sandbox' };
    const tries = [
      [caller, owner, { code: 'not-found' }],
      [{ ...operator, ...scope }, owner, { code: 'not-found' }],
      [operator, {}, { code: 'validation-failed', errors: [{ path: 'attributes.tenantid' }] }],
      [operator, { tenantid: 'acme' }, { errors: [{ path: 'attributes.environment' }] }],
      [operator, { ...owner, environment: 'test' }, { errors: [{ path: 'attributes.environment' }] }],
      [operator, { ...owner, tenantid: 'none' }, { code: 'event-rejected', errors: [{ path: 'tenantid' }] }],
    ] as const;
    for (const [by, attributes, refusal] of tries)
      await expect(republisher.republish(by, id, { attributes })).rejects.toMatchObject(refusal);
    await republisher.republish(operator, id, { attributes: owner });
    expect(produced.at(-1)?.headers).toMatchObject({ ce_tenantid: 'acme', ce_environment: 'sandbox' });
    const { rows } = await pool.query(
      'SELECT actor, tenant_id AS "tenantId", changed FROM audit.entries WHERE resource = $1',
      [`rejected-events/${id}`],
    );
    expect(rows).toEqual([
      {
        ...{ actor: 'operator', tenantId: 'acme' },
        changed: expect.arrayContaining([{ member: 'attributes.tenantid', after: 'acme' }]),
      },
    ]);
  });

  it('is for a session of the operator in no view only where no tenant has the record in its list', async () => {
    const inSession = { ...operator, session: '0197a000-0000-7000-8000-000000000001' };
    const id = await reject(JSON.stringify({ ...event, data: {} }));
    await expect(republisher.republish(inSession, id, asItWas)).rejects.toMatchObject({ code: 'forbidden' });
    const unknown = await reject(
      JSON.stringify({ ...event, tenantid: 'none', environment: 'sandbox', data: {} }),
      {
        tenantId: 'none',
      },
    );
    const owner = { tenantid: 'acme', environment: 'sandbox' };
    await republisher.republish(inSession, unknown, { attributes: owner });
    expect(produced.at(-1)?.headers).toMatchObject({ ce_tenantid: 'acme' });
  });

  it('finds no record of another environment', async () => {
    const id = await reject(JSON.stringify({ ...event, data: {} }));
    const other = { ...caller, environment: 'production' as const };
    await expect(republisher.republish(other, id, asItWas)).rejects.toMatchObject({ code: 'not-found' });
  });
});
