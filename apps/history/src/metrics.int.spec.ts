import { topicName } from '@casewire/events';
import { createIdentitySigner, IDENTITY_HEADER, type Identity } from '@casewire/identity';
import { eventually, testTopicPrefix } from '@casewire/testing';
import { useAdmin, useDatabase, useProducer, useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import { startHistory } from './testing/history.fixture.ts';

const prefix = testTopicPrefix();
const topic = topicName(prefix, 'attempts');

const database = useDatabase();
const { pool } = database;
/** The process that runs now: a test replaces it. */
const history = useResource(async () => ({ service: await startHistory(database.url, prefix) }), {
  close: ({ service }) => service.stop(),
});
const producer = useProducer();
const admin = useAdmin();

/** Records that can never be applied, all in one partition. */
async function produceGarbage(records: number): Promise<void> {
  const messages = Array.from({ length: records }, () => ({ key: 'k', value: 'garbage' }));
  await producer.send({ topic, acks: -1, messages });
}

/** Value of the sample of this name and labels; undefined if `/metrics` shows none. */
async function sample(
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number | undefined> {
  const text = await (await fetch(`${history.service.url}/metrics`)).text();
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text
    .split('\n')
    .find((each) => each.startsWith(`${name}{`) && pairs.every((pair) => each.includes(pair)));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

describe('/metrics shows', () => {
  it('records that were dead-lettered', async () => {
    await produceGarbage(2);
    await eventually(async () => {
      const labels = { topic: 'attempts', reason: 'malformed-record' };
      expect(await sample('casewire_dead_letters_total', labels)).toBe(2);
    });
  });

  it('how far the ledger is behind each topic', async () => {
    await eventually(async () => {
      for (const read of ['deliveries', 'ordered', 'attempts']) {
        expect(await sample('casewire_consumer_lag_records', { topic: read })).toBe(0);
      }
    });
  });

  it('what the consumer and the producer do', async () => {
    const handler = 'RecordController.record';
    expect(await sample('casewire_consumer_batch_records_sum', { handler })).toBe(0);
    expect(await sample('casewire_consumer_batch_duration_seconds_count', { handler })).toBeGreaterThan(0);
    expect(await sample('casewire_consumer_rebalances_total')).toBeGreaterThan(0);
    expect(await sample('casewire_consumer_partitions')).toBe(36);
    expect(await sample('casewire_consumer_in_flight_records')).toBe(0);
    expect(await sample('casewire_producer_records_total')).toBe(2);
    expect(await sample('casewire_producer_request_duration_seconds_count')).toBeGreaterThan(0);
    expect(await sample('casewire_producer_buffered_records')).toBe(0);
  });

  it('records that were lost before they were read', async () => {
    await history.service.stop();
    await produceGarbage(3);
    const ends = await admin.fetchTopicOffsets(topic);
    const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
    await admin.deleteTopicRecords({ topic, partitions });
    history.service = await startHistory(database.url, prefix);
    await eventually(async () => {
      expect(await sample('casewire_consumer_lost_ranges_total', { topic: 'attempts' })).toBe(1);
    });
    expect(await sample('casewire_consumer_lost_records_total', { topic: 'attempts' })).toBe(3);
  });

  it('a loop that fails, and when it last succeeded', async () => {
    const loop = 'find-lost';
    expect(await sample('casewire_loop_failures_total', { loop })).toBe(0);
    await pool.query('ALTER TABLE history.cuts RENAME TO cuts_elsewhere');
    await eventually(async () => {
      expect(await sample('casewire_loop_failures_total', { loop })).toBeGreaterThan(0);
    });
    await pool.query('ALTER TABLE history.cuts_elsewhere RENAME TO cuts');
    const mendedAt = Date.now() / 1000;
    await eventually(async () => {
      expect(await sample('casewire_loop_last_success_timestamp_seconds', { loop })).toBeGreaterThan(
        mendedAt,
      );
    });
  });
});

describe('GET /v1/system/pipeline', () => {
  const operator: Identity = { actor: 'operator', operator: true, scopes: ['read', 'payloads'] };

  async function pipeline(as: Partial<Identity> = {}) {
    const token = createIdentitySigner('k'.repeat(32)).sign({ ...operator, ...as });
    const url = `${history.service.url}/v1/system/pipeline`;
    const answer = await fetch(url, { headers: { [IDENTITY_HEADER]: token } });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  it('shows how far services have read, what is open, the cuts, and dead letters with their bytes', async () => {
    const { body } = await pipeline();
    expect(body).toMatchObject({ complete: true, unavailable: [] });
    const partitions = expect.arrayContaining([expect.objectContaining({ end: '5', behind: 0 })]);
    expect(body['readers']).toContainEqual({
      service: 'history',
      topic: 'attempts.v1',
      behind: 0,
      partitions,
    });
    expect(body['open']).toMatchObject({ released: 0, overdue: 0, heldByWebhook: 0, oldestDueAt: null });
    expect(body['cuts']).toContainEqual(expect.objectContaining({ waitsFor: null, releasedAgain: 0 }));
    expect(body['days']).toContainEqual(
      expect.objectContaining({ table: 'history.invocations', newest: expect.stringMatching(/^20/) }),
    );
    const letters = body['deadLetters'] as readonly object[];
    expect(letters).toHaveLength(2);
    expect(letters[0]).toMatchObject({
      reason: 'malformed-record',
      origin: { topic, offset: '1' },
      rejectedEventId: null,
      bytes: 7,
      valueBase64: Buffer.from('garbage').toString('base64'),
    });
  });

  it('shows bytes only to those who may see payloads, and nothing to tenants', async () => {
    expect(JSON.stringify((await pipeline({ scopes: ['read'] })).body)).not.toContain('valueBase64');
    expect((await pipeline({ operator: false })).status).toBe(403);
  });

  it('names what it could not read', async () => {
    await pool.query('ALTER TABLE history.cuts RENAME TO cuts_elsewhere');
    const { status, body } = await pipeline();
    await pool.query('ALTER TABLE history.cuts_elsewhere RENAME TO cuts');
    expect([status, body['complete'], body['unavailable'], body['cuts']]).toEqual([
      200,
      false,
      ['postgres'],
      null,
    ]);
    expect(body['deadLetters']).toHaveLength(2);
  });
});
