import { topicName } from '@casewire/events';
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
    await eventually(
      async () => {
        for (const read of ['deliveries', 'ordered', 'attempts']) {
          expect(await sample('casewire_consumer_lag_records', { topic: read })).toBe(0);
        }
      },
      { deadlineMs: 20_000 },
    );
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
